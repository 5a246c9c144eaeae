package io.github.wsocketrelay.tyrus.faults;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Values of ASN.1 as bytes (X.690, DER): as much of it as certificates need. */
final class Der {
  private Der() {}

  /** A value with this tag, of parts that are values already, or bytes of its own. */
  static byte[] of(int tag, byte[]... parts) {
    byte[] content = joined(parts);
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(tag);
    if (content.length < 0x80) {
      value.write(content.length);
    } else if (content.length < 0x100) { // As short as it can be: readers encode it again.
      value.write(0x81);
      value.write(content.length);
    } else {
      value.write(0x82);
      value.write(content.length >> 8);
      value.write(content.length);
    }
    value.writeBytes(content);
    return value.toByteArray();
  }

  static byte[] sequence(byte[]... parts) {
    return of(0x30, parts);
  }

  static byte[] text(int tag, String text) {
    return of(tag, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** A value from its digits: what never changes is readable enough so. */
  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  /** Whole bytes of bits. */
  static byte[] bits(byte[] bytes) {
    return of(0x03, new byte[] {0}, bytes);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
