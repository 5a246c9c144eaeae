package io.github.wsocketrelay.tyrus.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.tyrus.internal.testing.FakeLink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recorder hears of a relay. */
class RelayEventsTest {
  private static final String LINK = "wsr.RelayLink";
  private static final String REFUSAL = "wsr.RelayRefusal";

  @TempDir Path directory;
  private final TestRelay relay = new TestRelay();

  private List<RecordedEvent> recorded(Recording recording, String name) throws IOException {
    Path file = directory.resolve(name);
    recording.dump(file);
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(name))
        .toList();
  }

  @Test
  void linksAreToldAtTheirEndAndRefusalsAtOnce() throws IOException {
    try (Recording recording = new Recording()) {
      recording.enable(LINK);
      recording.enable(REFUSAL);
      recording.start();
      FakeLink exposer = relay.registered(1);
      FakeLink connector = relay.opened(exposer, 1);
      FakeLink refused = relay.registering(TestRelay.OTHER, 1);
      refused.endedWith(refused.closeCode(), "");
      connector.endedWith(1_006, "");
      recording.stop();

      List<RecordedEvent> links = recorded(recording, LINK);
      assertThat(links).extracting(it -> it.getString("role")).containsOnly("exposer", "connector");
      assertThat(links)
          .extracting(it -> it.getInt("closeCode"))
          .containsExactlyInAnyOrder(refused.closeCode(), 1_006);
      assertThat(links).allSatisfy(it -> assertThat(it.getDuration()).isPositive());
      assertThat(recorded(recording, REFUSAL))
          .singleElement()
          .satisfies(it -> assertThat(it.getString("reason")).isEqualTo("taken"));
      assertThat(links.toString() + recorded(recording, REFUSAL))
          .doesNotContain("203.0.113.9", "198.51.100.1", TestRelay.KEYS.tag().substring(0, 6));
    }
  }

  @Test
  void aLinkThatOpenedBeforeTheRecordingIsTold() throws IOException {
    FakeLink exposer = relay.registered(1);
    try (Recording recording = new Recording()) {
      recording.enable(LINK);
      recording.start();
      exposer.endedWith(1_000, "");
      recording.stop();
      assertThat(recorded(recording, LINK))
          .singleElement()
          .satisfies(it -> assertThat(it.getInt("closeCode")).isEqualTo(1_000));
    }
  }
}
