package io.github.wsocketrelay.examples;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What every command line takes. {@link Settings} asks for the file. */
@Command(
    versionProvider = Version.class,
    descriptionHeading = "%n",
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nMore options:%n",
    footerHeading = "%nExamples:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:ended as wished, also by Ctrl-C or SIGTERM",
      "1:failed, and a later try may succeed",
      "2:a wrong argument or setting",
      "3:refused, and trying again does not help until somebody changes something"
    })
@SuppressWarnings("UnusedVariable") // picocli and Settings read them
final class HelpOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Read settings from this file, in place of the usual one; see below.")
  private @Nullable Path file;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help, and end.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version of this program and of Java, and end.")
  private boolean version;
}
