package io.github.wsocketrelay.tyrus.internal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.wsocketrelay.tyrus.internal.relay.RelayCore;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Imports point one way: see docs, "Layout". Each package names those of ours that it may use. */
class ArrowsTest {
  private static final String ROOT = "io.github.wsocketrelay.tyrus.internal";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(RelayCore.class.getProtectionDomain().getCodeSource().getLocation())
          .that(
              DescribedPredicate.describe(
                  "are ours", type -> type.getPackageName().startsWith(ROOT + ".")));

  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("concurrent", Set.of()),
          Map.entry("events", Set.of()),
          Map.entry("identity", Set.of()),
          Map.entry("protocol", Set.of()),
          Map.entry("stats", Set.of()),
          Map.entry("tls", Set.of()),
          Map.entry("page", Set.of()),
          Map.entry("log", Set.of("concurrent")),
          Map.entry("limit", Set.of("concurrent")),
          Map.entry("quality", Set.of("concurrent")),
          Map.entry("access", Set.of("concurrent", "limit", "link", "log")),
          Map.entry("udp", Set.of("concurrent")),
          Map.entry("flow", Set.of("concurrent")),
          Map.entry("control", Set.of("log", "protocol")),
          Map.entry("congestion", Set.of("concurrent", "protocol")),
          Map.entry(
              "link",
              Set.of("concurrent", "congestion", "control", "log", "protocol", "quality", "stats")),
          Map.entry(
              "relay",
              Set.of(
                  "concurrent",
                  "congestion",
                  "control",
                  "events",
                  "flow",
                  "identity",
                  "link",
                  "log",
                  "limit",
                  "protocol",
                  "stats")),
          Map.entry(
              "exposer",
              Set.of(
                  "concurrent",
                  "congestion",
                  "control",
                  "flow",
                  "identity",
                  "link",
                  "limit",
                  "log",
                  "protocol",
                  "quality",
                  "stats",
                  "udp")),
          Map.entry(
              "connector",
              Set.of(
                  "concurrent",
                  "congestion",
                  "control",
                  "flow",
                  "identity",
                  "limit",
                  "link",
                  "protocol",
                  "quality",
                  "stats",
                  "udp")),
          Map.entry("reconnect", Set.of("concurrent", "link")),
          Map.entry(
              "websocket",
              Set.of("access", "concurrent", "control", "limit", "link", "log", "protocol")),
          Map.entry(
              "tyrus",
              Set.of(
                  "access",
                  "concurrent",
                  "limit",
                  "link",
                  "log",
                  "page",
                  "protocol",
                  "tls",
                  "websocket")),
          Map.entry(
              "check",
              Set.of(
                  "concurrent",
                  "congestion",
                  "connector",
                  "control",
                  "exposer",
                  "identity",
                  "link",
                  "log",
                  "protocol",
                  "stats",
                  "tls",
                  "tyrus",
                  "udp",
                  "websocket")),
          Map.entry(
              "provider",
              Set.of(
                  "access",
                  "check",
                  "concurrent",
                  "connector",
                  "control",
                  "exposer",
                  "identity",
                  "limit",
                  "link",
                  "page",
                  "reconnect",
                  "relay",
                  "stats",
                  "tls",
                  "tyrus",
                  "udp",
                  "websocket")));

  private static Stream<JavaClass> inPackage(String name) {
    return CLASSES.stream().filter(type -> type.getPackageName().equals(ROOT + "." + name));
  }

  static Stream<String> packages() {
    return MAY_USE.keySet().stream().sorted();
  }

  @Test
  void everyPackageIsNamedHere() {
    assertThat(
            CLASSES.stream()
                .map(JavaClass::getPackageName)
                .map(name -> name.substring(ROOT.length() + 1))
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageUsesOnlyThoseBelowIt(String name) {
    Set<String> used =
        inPackage(name)
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .map(dependency -> dependency.getTargetClass().getBaseComponentType())
            .map(JavaClass::getPackageName)
            .filter(target -> target.startsWith(ROOT + "."))
            .map(target -> target.substring(ROOT.length() + 1))
            .filter(target -> !target.equals(name))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(MAY_USE.get(name)).containsAll(used);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyControlKnowsJson() {
    assertOnly("jakarta.json..", "control");
  }

  @Test
  void onlyTheOuterPackagesKnowWebSockets() {
    assertOnly("jakarta.websocket..", "websocket", "tyrus", "provider");
  }

  @Test
  void onlyTyrusKnowsTyrusAndGrizzly() {
    assertOnly("org.glassfish..", "tyrus");
  }

  @Test
  void messagesAreBytesOnly() {
    Set<String> used =
        inPackage("protocol")
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .map(dependency -> dependency.getTargetClass().getBaseComponentType().getPackageName())
            .filter(target -> !target.isEmpty()) // primitives
            .filter(target -> !target.startsWith(ROOT + ".protocol"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(used)
        .allMatch(target -> target.startsWith("java.") || target.startsWith("org.jspecify."));
  }

  private static void assertOnly(String used, String... by) {
    String[] packages = Arrays.stream(by).map(name -> ROOT + "." + name).toArray(String[]::new);
    noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(used)
        .check(CLASSES);
  }
}
