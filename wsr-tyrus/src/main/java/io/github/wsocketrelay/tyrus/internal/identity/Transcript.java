package io.github.wsocketrelay.tyrus.internal.identity;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes to be signed: fields one after another, each behind its length as a u16, big-endian. */
final class Transcript {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  Transcript(String purpose) {
    add(purpose);
  }

  Transcript add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  Transcript add(long number) {
    return add(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  Transcript add(byte[] field) {
    if (field.length > 0xffff) {
      throw new IllegalArgumentException("a field of " + field.length + " bytes");
    }
    out.write(field.length >>> 8);
    out.write(field.length);
    out.writeBytes(field);
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
