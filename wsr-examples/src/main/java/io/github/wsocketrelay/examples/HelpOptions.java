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
      HelpOptions.FAILED,
      HelpOptions.USAGE,
      HelpOptions.REFUSED,
      "130:ended at once by a second Ctrl-C (143: SIGTERM), or by one during --check"
    })
@SuppressWarnings("UnusedVariable") // picocli and Settings read them
final class HelpOptions {
  /** The lists of exit codes have these in common. */
  static final String FAILED = "1:failed, and a later try may succeed";

  static final String USAGE = "2:a wrong argument or setting, or a file that is of no use";
  static final String REFUSED =
      "3:refused, and trying again does not help until somebody changes something";
  static final String CUT_OFF = "130:cut off by Ctrl-C (143: by SIGTERM)";

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
