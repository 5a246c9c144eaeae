package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The examples are written on the public API, and show that it is enough. */
class ModuleTest {
  @Test
  void requiresTheApiAndPicocliBesidesTheJdk() {
    assertThat(
            ModuleFinder.of(Path.of("target/classes"))
                .find("io.github.wsocketrelay.examples")
                .orElseThrow()
                .descriptor()
                .requires())
        .extracting(Requires::name)
        .containsExactlyInAnyOrder(
            "io.github.wsocketrelay",
            "info.picocli",
            "java.base",
            "java.desktop",
            "java.logging",
            "jdk.unsupported");
  }
}
