package io.github.wsocketrelay.tyrus.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.wsocketrelay.tyrus.internal.protocol.MalformedMessageException;
import java.nio.charset.StandardCharsets;

/** Text is refused with one exception, or means a message that says the same when sent on. */
class ControlCodecFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void textIsRefusedOrMeansTheSameWhenSentOn(byte[] input) throws MalformedMessageException {
    ControlMessage message;
    try {
      message = ControlCodec.decode(new String(input, StandardCharsets.UTF_8));
    } catch (MalformedMessageException e) {
      assertThat(e.getMessage().chars()).noneMatch(Character::isISOControl);
      return;
    }
    String sentOn = ControlCodec.encode(message);
    assertThat(ControlCodec.encode(ControlCodec.decode(sentOn))).isEqualTo(sentOn);
  }
}
