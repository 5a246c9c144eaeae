package io.github.wsocketrelay.bench;

import io.github.wsocketrelay.examples.Manual;
import java.io.IOException;
import java.io.InputStream;

/** Writes the page of the manual of {@code wsrbench} and what shells complete it with. */
public final class BenchManual {
  private BenchManual() {}

  /** Run by the build. */
  public static void main(String[] args) throws IOException {
    Manual.of(args).write(new WsrBench(InputStream.nullInputStream()));
  }
}
