package io.github.wsocketrelay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnCheckTest {
  private static final int FLOW = 7;
  private static final int BYTES = 100;

  private final ReturnCheck check = new ReturnCheck(FLOW);

  @ParameterizedTest
  @ValueSource(ints = {24, 25, 31, 32, 33, 1_200, 65_507})
  void takesWhatComesBackAsItWasSent(int bytes) {
    assertThat(check.judge(datagram(FLOW, 3, bytes))).isEqualTo(Verdict.GOOD);
  }

  @Test
  void takesDatagramsInAnyOrder() {
    for (int sequence : new int[] {5, 0, 100_000, 1}) {
      assertThat(check.judge(datagram(FLOW, sequence, BYTES))).isEqualTo(Verdict.GOOD);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 31, 100})
  void seesEveryByteThatIsAltered(int bytes) {
    for (int at = 0; at < bytes; at++) {
      ByteBuffer datagram = datagram(FLOW, 3, bytes);
      datagram.put(at, (byte) (datagram.get(at) ^ 1));
      assertThat(check.judge(datagram)).as("byte %d", at).isEqualTo(Verdict.ALTERED);
    }
  }

  @Test
  void seesThatADatagramIsCut() {
    for (int bytes = 0; bytes < BYTES; bytes++) {
      assertThat(check.judge(datagram(FLOW, 3, BYTES).limit(bytes))).isEqualTo(Verdict.ALTERED);
    }
  }

  @Test
  void seesThatADatagramIsLonger() {
    ByteBuffer datagram = datagram(FLOW, 3, BYTES);
    assertThat(check.judge(datagram.limit(BYTES + 1))).isEqualTo(Verdict.ALTERED);
  }

  @Test
  void seesThatADatagramIsOfAnotherFlow() {
    assertThat(check.judge(datagram(FLOW + 1, 3, BYTES))).isEqualTo(Verdict.MISDELIVERED);
  }

  @Test
  void seesThatADatagramCameBackBefore() {
    assertThat(check.judge(datagram(FLOW, 3, BYTES))).isEqualTo(Verdict.GOOD);
    assertThat(check.judge(datagram(FLOW, 3, BYTES))).isEqualTo(Verdict.DUPLICATE);
  }

  private static ByteBuffer datagram(int flow, int sequence, int bytes) {
    ByteBuffer datagram = ByteBuffer.allocate(DatagramPattern.LARGEST_BYTES);
    DatagramPattern.write(datagram, flow, sequence, 123_456_789L, bytes);
    return datagram;
  }
}
