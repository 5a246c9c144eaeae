package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static final String NEW_LINE = System.lineSeparator();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsResultsAndErrorsApart() {
    Screen screen = screen(false);
    screen.line("result");
    screen.error("error");
    screen.warning("careful");
    assertThat(out).hasToString("result" + NEW_LINE);
    assertThat(err)
        .hasToString("wsrfake: error" + NEW_LINE + "wsrfake: warning: careful" + NEW_LINE);
  }

  @Test
  void showsNoStatusWhereThereIsNoTerminal() {
    screen(false).status("3 clients");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void putsOneStatusInPlaceOfAnother() {
    Screen screen = screen(true);
    screen.status("10 clients");
    screen.status("9 clients");
    assertThat(out).hasToString("10 clients" + wiped(10) + "9 clients");
  }

  @Test
  void keepsTheStatusBelowTheLines() {
    Screen screen = screen(true);
    screen.status("status");
    screen.line("result");
    assertThat(out).hasToString("status" + wiped(6) + "result" + NEW_LINE + "status");
  }

  @Test
  void takesTheStatusAwayWhileAnErrorIsPrinted() {
    Screen screen = screen(true);
    screen.status("status");
    screen.error("error");
    assertThat(out).hasToString("status" + wiped(6) + "status");
  }

  @Test
  void leavesNothingOfAStatusThatIsTakenAway() {
    Screen screen = screen(true);
    screen.status("status");
    screen.status("");
    screen.line("result");
    assertThat(out).hasToString("status" + wiped(6) + "result" + NEW_LINE);
  }

  @Test
  void cutsAStatusThatWouldWrap() {
    screen(true).status("x".repeat(200));
    assertThat(out).hasToString("x".repeat(79));
  }

  private Screen screen(boolean terminal) {
    return new Screen("wsrfake", new PrintWriter(out), new PrintWriter(err), terminal);
  }

  private static String wiped(int length) {
    return "\r" + " ".repeat(length) + "\r";
  }
}
