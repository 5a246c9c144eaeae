package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ManPageTest {
  private final String page =
      ManPage.of(
          CommandLines.of(new WsrExpose()).getCommandSpec(),
          "1.0",
          "2027-01-02",
          List.of("wsrserve", "wsrexpose", "wsrconnect"));

  @Test
  void hasTheSectionsThatReadersLookFor() {
    assertThat(page.lines().filter(line -> line.startsWith(".SH ")))
        .containsExactly(
            ".SH NAME",
            ".SH SYNOPSIS",
            ".SH DESCRIPTION",
            ".SH ARGUMENTS",
            ".SH OPTIONS",
            ".SH ENVIRONMENT",
            ".SH FILES",
            ".SH EXIT STATUS",
            ".SH EXAMPLES",
            ".SH SEE ALSO");
    assertThat(page).startsWith(".TH WSREXPOSE 1 \"2027-01-02\" \"WSocketRelay 1.0\"");
    assertThat(page).endsWith(".BR wsrserve (1) ,\n.BR wsrconnect (1)\n");
  }

  @Test
  void tellsDefaultsAndVariables() {
    assertThat(page)
        .contains("\\fB\\-\\-flow\\-idle\\-timeout=TIME\\fR\n")
        .contains("Default: 5m.")
        .contains(".TP\n\\fBWSR_FLOW_IDLE_TIMEOUT\\fR\nFor \\-\\-flow\\-idle\\-timeout.\n")
        .contains("\\fB~/.config/wsocketrelay/wsrexpose.properties\\fR");
  }

  @Test
  void hasNoLineThatReadersWouldTakeForAnUnknownMacro() {
    assertThat(page.lines().filter(line -> line.startsWith(".") || line.startsWith("'")))
        .allMatch(line -> line.matches("\\.(TH|SH|SS|TP|PP|BR|nf|fi)( .*)?"));
  }
}
