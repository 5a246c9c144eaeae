package io.github.wsocketrelay.tyrus.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RelayLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class GrantTest {
  private final List<String> events = new ArrayList<>();
  private final AtomicBoolean holds = new AtomicBoolean(true);

  private Grant granted(boolean begins) {
    return Grant.of(
        Map.of(RelayLimit.CONTROL_BURST, 50L),
        holds::get,
        () -> events.add("begin") && begins,
        () -> events.add("end"));
  }

  @Test
  void anOpenOneHoldsForEverAndLeavesTheLimits() {
    Grant open = Grant.open();
    assertThat(open.refusal()).isNull();
    assertThat(open.begin()).isTrue();
    assertThat(open.lost()).isNull();
    assertThat(open.limit(RelayLimit.CONTROL_BURST, 200)).isEqualTo(200);
  }

  @Test
  void setsItsOwnLimitsAndIsLostWithItsCondition() {
    Grant grant = granted(true);
    assertThat(grant.limit(RelayLimit.CONTROL_BURST, 200)).isEqualTo(50);
    assertThat(grant.limit(RelayLimit.CONTROL_PER_SECOND, 20)).isEqualTo(20);
    assertThat(grant.lost()).isNull();
    holds.set(false);
    assertThat(grant.lost()).isEqualTo(RejectReason.UNAUTHORIZED);
  }

  @Test
  void endsOnceAndOnlyWhatHasBegun() {
    Grant grant = granted(true);
    grant.end();
    assertThat(events).isEmpty();
    assertThat(grant.begin()).isTrue();
    grant.end();
    grant.end();
    assertThat(events).containsExactly("begin", "end");
  }

  @Test
  void whatMustNotBeginAfterAllEndsNot() {
    Grant grant = granted(false);
    assertThat(grant.begin()).isFalse();
    grant.end();
    assertThat(events).containsExactly("begin");
  }

  @Test
  void aRefusalTellsWhyAndTheMendAndNeverBegins() {
    Grant refused = Grant.refused(RejectReason.DENIED, "come without");
    assertThat(refused.refusal()).isEqualTo(RejectReason.DENIED);
    assertThat(refused.lost()).isEqualTo(RejectReason.DENIED);
    assertThat(refused.mend()).isEqualTo("come without");
    assertThat(refused.begin()).isFalse();
    assertThat(Grant.refused(RejectReason.DENIED).mend()).isNull();
  }
}
