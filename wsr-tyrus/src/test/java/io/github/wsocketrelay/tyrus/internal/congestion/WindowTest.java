package io.github.wsocketrelay.tyrus.internal.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the window makes of links that are fast, slow, lossy, shared, or change. */
class WindowTest {

  /** Of 2 Mbit/s, 20 ms each way, and overloaded for so long that the window has settled. */
  private static SimulatedLink settled() {
    SimulatedLink link = new SimulatedLink(2, 20);
    link.offers(4);
    link.run(5_000);
    return link;
  }

  private static void assertDepthAndUse(SimulatedLink link, double mostMillis, double leastMbits) {
    assertThat(link.depthMillis()).as("depth in ms").isLessThan(mostMillis);
    assertThat(link.mbits()).as("Mbit/s").isGreaterThan(leastMbits);
  }

  /** What is under way at most, if acknowledgements do not wait. */
  private static long size(SimulatedLink link) {
    return link.window.room() + link.window.underWay();
  }

  @Test
  void keepsAnOverloadedLinkBusyAndItsBufferNearTheTarget() {
    SimulatedLink link = new SimulatedLink(2, 20);
    link.offers(4);
    link.run(1_000);
    assertDepthAndUse(link.measure(8_000), 20, 1.9);
    assertThat(link.depthMillis()).isGreaterThan(5);
  }

  @Test
  void theBufferOfALinkThatAlwaysIsOverloadedDoesNotDeepen() {
    SimulatedLink link = settled();
    link.run(60_000);
    assertDepthAndUse(link.measure(20_000), 20, 1.9);
  }

  @Test
  void keepsAnIntercontinentalLinkBusy() {
    SimulatedLink link = new SimulatedLink(2, 150);
    link.offers(4);
    link.run(5_000);
    assertDepthAndUse(link.measure(30_000), 50, 1.9);
  }

  @Test
  void aNearLinkThatIsSlowIsShallowSoonAfterMoreIsOfferedThanItTakes() {
    for (int delayMillis : new int[] {0, 1, 3}) {
      SimulatedLink link = new SimulatedLink(2, delayMillis);
      link.offers(1);
      link.run(10_000);
      link.offers(4);
      link.run(3_000);
      assertDepthAndUse(link.measure(30_000), 40, 1.8);
    }
  }

  @Test
  void aLinkToTheNextTownIsShallow() {
    SimulatedLink link = new SimulatedLink(20, 3);
    link.offers(40);
    link.run(5_000);
    assertDepthAndUse(link.measure(30_000), 25, 19);
  }

  @Test
  void aFastLinkWithinTheHouseMayBeAsDeepAsBusyProcessorsMakeIt() {
    SimulatedLink link = new SimulatedLink(50, 0);
    link.offers(80);
    link.run(5_000);
    assertDepthAndUse(link.measure(30_000), 110, 49.9);
    assertThat(link.depthMillis()).isGreaterThan(80);
  }

  @Test
  void aFastLinkWithinTheHouseThatBecomesSlowIsShallowSoon() {
    SimulatedLink link = new SimulatedLink(50, 0);
    link.offers(40);
    link.run(5_000);
    link.carries(2);
    link.run(6_000); // What is under way takes 4 s if the window was the largest.
    assertDepthAndUse(link.measure(10_000), 40, 1.8);
  }

  @Test
  void processorsThatStandStillNowAndThenCostALinkWithinTheHouseNoThroughput() {
    SimulatedLink link = new SimulatedLink(50, 0);
    link.offers(30);
    link.run(5_000);
    for (int pause = 0; pause < 50; pause++) {
      link.loses(80);
      assertThat(link.measure(400 + pause % 7).mbits()).isGreaterThan(27);
    }
  }

  @Test
  void aYoungLinkIsShallowSoonAfterMoreIsOfferedThanItTakes() {
    SimulatedLink link = new SimulatedLink(2, 20, 0, 0);
    link.offers(4);
    link.run(2_500);
    assertDepthAndUse(link.measure(3_000), 40, 1.8);
  }

  @Test
  void growsToWhatAFastLinkTakes() {
    SimulatedLink link = new SimulatedLink(100, 10);
    link.offers(300);
    link.run(1_000);
    assertDepthAndUse(link.measure(20_000), 20, 95);
  }

  @Test
  void growsTo1MiBAtMost() {
    SimulatedLink link = new SimulatedLink(1_000, 20);
    link.offers(600);
    link.run(2_000);
    link.measure(1_000);
    assertThat(link.mbits()).isGreaterThan(8 * 1.048 / 0.042); // all of it each round trip
    assertThat(size(link)).isBetween(Window.MAX_BYTES - 1L, Window.MAX_BYTES + 1_200L);
  }

  @Test
  void forgetsAfterTenSecondsOfLittleTrafficWhatAFastLinkTook() {
    SimulatedLink link = new SimulatedLink(1_000, 20);
    link.offers(600);
    link.run(2_000);
    link.offers(1);
    link.run(20_000);
    assertThat(size(link)).isEqualTo(Window.USUAL_BYTES);
  }

  @Test
  void aLinkThatIsTooSlowForTheLeastWindowIsNotTakenForOneThatOthersFill() {
    SimulatedLink link = new SimulatedLink(0.25, 20);
    link.offers(0.5);
    link.run(10_000); // What went out at first takes its time.
    for (int round = 0; round < 6; round++) {
      assertDepthAndUse(link.measure(10_000), 100, 0.2);
    }
  }

  @Test
  void aLinkThatBecomesSlowIsNotTakenForOneThatOthersFill() {
    SimulatedLink link = settled();
    link.carries(0.25);
    link.run(2_000);
    for (int round = 0; round < 6; round++) {
      assertDepthAndUse(link.measure(10_000), 100, 0.2);
    }
  }

  @Test
  void halfASecondAfterAMomentOfSlownessTheLinkIsBusyAgain() {
    SimulatedLink link = settled();
    link.carries(0.3);
    link.run(200);
    link.carries(2);
    link.run(500);
    assertDepthAndUse(link.measure(1_000), 30, 1.8);
  }

  @Test
  void aMomentOfSlownessIsForgivenWithoutGrowingAnew() {
    SimulatedLink link = new SimulatedLink(20, 20);
    link.offers(40);
    link.run(5_000);
    link.carries(2);
    link.run(200);
    link.carries(20);
    link.run(200);
    assertDepthAndUse(link.measure(200), 30, 16); // 10 when it grows step by step
  }

  @Test
  void theBufferIsShallowSoonAfterALinkHasBecomeSlower() {
    for (int delayMillis : new int[] {20, 50, 100}) {
      SimulatedLink link = new SimulatedLink(10, delayMillis);
      link.offers(15);
      link.run(12_000);
      link.carries(5);
      link.run(3_000);
      assertDepthAndUse(link.measure(8_000), 30, 4.85);
    }
  }

  @Test
  void anIntercontinentalLinkThatHasBecomeTenTimesSlowerIsShallowInTheEnd() {
    SimulatedLink link = new SimulatedLink(10, 150);
    link.offers(15);
    link.run(12_000);
    link.carries(1);
    link.run(5_000); // What is under way alone takes 3 s.
    for (int round = 0; round < 3; round++) {
      assertDepthAndUse(link.measure(5_000), 70, 0.95);
    }
  }

  @Test
  void aSecondOfTwiceTheRateNowAndThenLeavesTheBufferShallowAfterwards() {
    SimulatedLink link = new SimulatedLink(4, 50);
    link.offers(6);
    link.run(12_000);
    for (int round = 0; round < 12; round++) {
      link.carries(8);
      link.run(1_000);
      link.carries(4);
      link.run(1_000);
      assertDepthAndUse(link.measure(8_000), 30, 3.9);
    }
  }

  @Test
  void aPauseDoesNotFillTheBufferOfAYoungLinkAgain() {
    SimulatedLink link = new SimulatedLink(2, 20, 0, 0);
    link.offers(4);
    link.run(1_500);
    for (int second = 0; second < 3; second++) {
      link.offers(1);
      link.run(700);
      link.offers(4);
      assertDepthAndUse(link.measure(1_000), 40, 1.6);
    }
  }

  @Test
  void aPauseDoesNotFillTheBufferOfALinkWithinTheHouseAgain() {
    SimulatedLink link = new SimulatedLink(10, 0);
    link.offers(20);
    link.run(5_000);
    for (int second = 0; second < 15; second++) {
      link.offers(5);
      link.run(300);
      link.offers(20);
      assertDepthAndUse(link.measure(1_000), 40, 9);
    }
  }

  @Test
  void followsALinkThatBecomesFaster() {
    SimulatedLink link = settled();
    link.carries(20);
    link.offers(40);
    link.run(1_500);
    assertDepthAndUse(link.measure(5_000), 25, 18);
  }

  @Test
  void goesBackToItsFirstSizeWhileOthersFillTheBuffer() {
    SimulatedLink link = new SimulatedLink(10, 20);
    link.offers(20);
    link.run(5_000);
    link.isSharedWith(125_000); // 100 ms
    link.run(1_500);
    assertThat(size(link)).isBetween(Window.USUAL_BYTES - 1L, Window.START_BYTES + 1_200L);
    assertThat(link.measure(2_500).mbits()).isGreaterThan(3);
  }

  @Test
  void othersWhoFillTheBufferALittleAreFoundSoonToo() {
    SimulatedLink link = new SimulatedLink(10, 20);
    link.offers(15);
    link.run(5_000);
    link.isSharedWith(62_500); // 50 ms
    link.run(3_000);
    assertThat(link.measure(3_000).mbits()).isGreaterThan(3);
  }

  @Test
  void aShareOfASlowLinkIsKeptFromOthersWhoFillTheBuffer() {
    SimulatedLink link = settled();
    link.isSharedWith(62_500); // 250 ms
    link.run(4_000);
    assertThat(link.measure(20_000).mbits()).isGreaterThan(1);
  }

  @Test
  void theBufferIsShallowAgainSomeTimeAfterOthersFilledIt() {
    SimulatedLink link = settled();
    link.isSharedWith(62_500);
    link.run(4_000); // The window is back at its first size.
    link.isSharedWith(0);
    link.run(20_000);
    assertDepthAndUse(link.measure(5_000), 25, 1.9);

    link.isSharedWith(62_500);
    link.run(30_000); // By now, what others keep in the buffer seems to belong to the link.
    link.isSharedWith(0);
    link.run(20_000);
    assertDepthAndUse(link.measure(5_000), 25, 1.9);
  }

  @Test
  void aBufferThatOthersKeptDeepForLongIsShallowAgainThoughTheWindowIsTheLargest() {
    for (int delayMillis : new int[] {3, 20}) {
      SimulatedLink link = new SimulatedLink(20, delayMillis);
      link.offers(40);
      link.run(5_000);
      link.isSharedWith(1_250_000); // 500 ms
      link.run(30_000);
      link.isSharedWith(0);
      link.run(40_000);
      assertDepthAndUse(link.measure(5_000), 30, 18);
    }
  }

  @Test
  void aLinkThatIsNoLongerYoungCarriesNoLess() {
    for (int mbits : new int[] {8, 18, 45, 90}) {
      SimulatedLink link = new SimulatedLink(mbits * 1.1, 20, 0, 0);
      link.offers(mbits);
      link.run(6_000);
      for (int second = 0; second < 5; second++) {
        assertThat(link.measure(1_000).mbits()).isGreaterThan(mbits * 0.97);
      }
    }
  }

  @Test
  void aSenderBelowTheLimitKeepsWhatItUses() {
    SimulatedLink link = new SimulatedLink(50, 20);
    link.offers(40);
    link.run(5_000);
    for (int second = 0; second < 25; second++) {
      assertThat(link.measure(1_000).mbits()).isGreaterThan(39);
    }
  }

  @Test
  void learnsWithin20SecondsThatTheLinkTakesLonger() {
    for (int delayMillis : new int[] {40, 60, 100, 150}) {
      SimulatedLink link = settled();
      link.takes(delayMillis);
      link.run(20_000);
      assertDepthAndUse(link.measure(5_000), 50, 1.9);
    }
  }

  @Test
  void aMuchLongerLinkIsLearntWhenTheBuffersAreDrainedAtTheEndOfThePeriod() {
    SimulatedLink link = settled();
    link.takes(60);
    link.run(8_000); // The period ended after 5 s; without that, the next one would have to.
    assertDepthAndUse(link.measure(5_000), 25, 1.9);
  }

  @Test
  void learnsWithin20SecondsThatTheLinkTakesLessLong() {
    SimulatedLink link = new SimulatedLink(2, 100);
    link.offers(4);
    link.run(5_000);
    link.takes(20);
    link.run(20_000);
    assertDepthAndUse(link.measure(5_000), 20, 1.9);
  }

  @Test
  void packetsThatAreLostCostASenderBelowTheLimitNoThroughput() {
    SimulatedLink link = new SimulatedLink(2, 20);
    link.offers(1);
    link.run(2_000);
    for (int loss = 0; loss < 40; loss++) {
      link.loses(60);
      assertThat(link.measure(700 + loss % 7).mbits()).isGreaterThan(0.98);
    }
    assertThat(size(link)).isEqualTo(Window.USUAL_BYTES);
  }

  @Test
  void aTcpThatIsSlowForAWhileAfterEachLossCostsLittleThroughput() {
    SimulatedLink link = new SimulatedLink(2, 20);
    link.offers(1);
    link.run(2_000);
    double mbits = 0;
    for (int loss = 0; loss < 40; loss++) {
      link.loses(60);
      link.carries(0.6);
      mbits += 0.3 * link.measure(300).mbits();
      link.carries(2);
      mbits += 0.7 * link.measure(700 + loss % 7).mbits();
    }
    assertThat(mbits / 40).isGreaterThan(0.97);
  }

  @Test
  void acknowledgementsThatWaitInTheBuffersOfTheWayBackCostLittleThroughput() {
    SimulatedLink link = settled();
    link.takesOnTheWayBack(100);
    link.run(1_000);
    assertDepthAndUse(link.measure(20_000), 40, 1.7);
  }

  @Test
  void clocksMayOverflow() {
    long soon = Long.MAX_VALUE - 3_000_000_000L;
    SimulatedLink link = new SimulatedLink(2, 20, soon, soon + 1_000_000_000L);
    link.offers(4);
    link.run(3_000); // as young as it is
    for (int round = 0; round < 5; round++) {
      assertDepthAndUse(link.measure(1_000), 20, 1.9);
    }
  }
}
