package io.github.wsocketrelay.tyrus.internal.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Report REPORT = new Report(0x01020304, -2, 1_000, 7, 655);
  private static final byte[] GOLDEN =
      HexFormat.of()
          .parseHex(
              "01020304" // clock
                  + "fffffffe" // echo
                  + "000003e8" // hold
                  + "00000007" // sent
                  + "028f"); // loss, 1 %

  @Test
  void hasTheseBytes() {
    assertThat(REPORT.encode()).isEqualTo(ByteBuffer.wrap(GOLDEN));
    assertThat(Report.decode(ByteBuffer.wrap(GOLDEN))).isEqualTo(REPORT);
  }

  @Test
  void whatIsShorterIsNone() {
    for (int length = 0; length < Report.BYTES; length++) {
      assertThat(Report.decode(ByteBuffer.wrap(GOLDEN, 0, length))).isNull();
    }
  }

  @Test
  void moreBytesMayFollow() {
    ByteBuffer longer = ByteBuffer.allocate(Report.BYTES + 3).put(GOLDEN).clear();
    assertThat(Report.decode(longer)).isEqualTo(REPORT);
  }
}
