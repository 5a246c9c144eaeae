package io.github.wsocketrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReconnectPolicyTest {

  @Test
  void triesForEverByDefaultAndNeverIsZero() {
    assertThat(ReconnectPolicy.FOR_EVER.giveUpAfter()).isEmpty();
    assertThat(ReconnectPolicy.NEVER.giveUpAfter()).contains(Duration.ZERO);
    assertThat(ReconnectPolicy.FOR_EVER.givingUpAfter(Duration.ofMinutes(2)).giveUpAfter())
        .contains(Duration.ofMinutes(2));
  }

  @Test
  void changesItsDelaysOnly() {
    ReconnectPolicy slow =
        ReconnectPolicy.NEVER.delays(Duration.ofSeconds(2), Duration.ofMinutes(2));
    assertThat(slow)
        .isEqualTo(
            new ReconnectPolicy(
                Duration.ofSeconds(2), Duration.ofMinutes(2), ReconnectPolicy.NEVER.giveUpAfter()));
  }

  @Test
  void namesTheValueThatIsOutOfRange() {
    ReconnectPolicy policy = ReconnectPolicy.FOR_EVER;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.delays(Duration.ofMillis(9), Duration.ofSeconds(1)))
        .withMessageContaining("firstDelay");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.delays(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .withMessageContaining("longestDelay");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.givingUpAfter(Duration.ofSeconds(-1)))
        .withMessageContaining("giveUpAfter");
  }
}
