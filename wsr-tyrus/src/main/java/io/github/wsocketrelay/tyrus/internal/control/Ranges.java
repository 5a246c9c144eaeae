package io.github.wsocketrelay.tyrus.internal.control;

import io.github.wsocketrelay.Target;
import java.util.List;

/** What values a control message may have; each check throws IllegalArgumentException. */
final class Ranges {
  static final int NONCE_BYTES = 32;
  static final int KEY_BYTES = 32;
  static final int PROOF_BYTES = 32;
  static final int TUNNEL_BYTES = 16;
  static final int INSTANCE_BYTES = 16;
  static final int SIGNATURE_BYTES = 64;
  private static final int MAX_NUMBER = 0xffff;
  private static final int MAX_TEXT = 256;

  private Ranges() {}

  static void channel(int channel) {
    within(channel, 1, MAX_NUMBER, "channel");
  }

  static void number(int number, String name) {
    within(number, 0, MAX_NUMBER, name);
  }

  static void within(int value, int least, int most, String name) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + " out of range: " + value);
    }
  }

  static void bytes(byte[] value, int least, int most, String name) {
    within(value.length, least, most, name + " length");
  }

  static void text(String value, String name) {
    within(value.length(), 0, MAX_TEXT, name + " length");
  }

  static List<Integer> targets(List<Integer> offsets) {
    within(offsets.size(), 1, Target.MAX_TARGETS, "number of targets");
    for (int offset : offsets) {
      within(offset, -MAX_NUMBER, MAX_NUMBER, "target");
    }
    if (offsets.stream().distinct().count() < offsets.size()) {
      throw new IllegalArgumentException("targets repeat");
    }
    return List.copyOf(offsets);
  }
}
