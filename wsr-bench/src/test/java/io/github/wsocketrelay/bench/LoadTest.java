package io.github.wsocketrelay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadTest {
  @Test
  void spreadsSizesOverTheWholeRange() {
    Load load = Load.paced(1, 60, 64, 512);
    int[] sizes = IntStream.range(0, 10_000).map(load::bytesOf).toArray();
    assertThat(IntStream.of(sizes).min()).hasValue(64);
    assertThat(IntStream.of(sizes).max()).hasValue(512);
    assertThat(IntStream.of(sizes).average().orElseThrow()).isBetween(278.0, 298.0);
  }

  @Test
  void warmsUpEveryFlow() {
    assertThat(Load.paced(1, 60, 100, 100).warmUp()).isEqualTo(Load.windowed(1, 32, 100));
    assertThat(Load.paced(200, 60, 64, 512).warmUp()).isEqualTo(Load.windowed(200, 1, 512));
  }
}
