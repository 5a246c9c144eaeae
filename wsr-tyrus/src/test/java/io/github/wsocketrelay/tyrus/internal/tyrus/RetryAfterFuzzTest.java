package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;

/** Whatever a server answers, the wait is none or one that is not negative. */
class RetryAfterFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void waitIsNoneOrNotNegative(FuzzedDataProvider data) {
    String retryAfter = data.consumeString(60);
    Duration wait = RetryAfter.parse(retryAfter, data.consumeRemainingAsString());
    assertThat(wait == null || !wait.isNegative()).isTrue();
  }
}
