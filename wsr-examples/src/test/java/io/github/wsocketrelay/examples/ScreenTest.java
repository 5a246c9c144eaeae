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
    screen.error(Event.of("error"), "error");
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
    screen.error(Event.of("error"), "error");
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

  @Test
  void printsOnlyResultsAndWarningsWhenQuiet() {
    Screen screen = screen(new Terminal(true, false, false), Screen.Mode.QUIET);
    screen.status("status");
    screen.line("hint");
    screen.event(Event.of("connected"), "connected");
    screen.result(Event.of("registered"), "Server ID: my-server");
    screen.warning("careful");
    assertThat(out).hasToString("Server ID: my-server" + NEW_LINE);
    assertThat(err).hasToString("wsrfake: warning: careful" + NEW_LINE);
  }

  @Test
  void printsEventsOnlyForPrograms() {
    Screen screen = screen(new Terminal(true, true, true), Screen.Mode.JSON);
    screen.status("status");
    screen.line("hint");
    screen.event(Event.of("connected").with("port", 7), "connected");
    screen.result(Event.of("registered"), "Server ID: my-server");
    screen.warning("careful");
    screen.eventForPrograms(Event.of("closed"));
    assertThat(out.toString().lines().map(line -> line.replaceFirst("\"time\":\"[^\"]+\",", "")))
        .containsExactly(
            "{\"event\":\"connected\",\"port\":7}",
            "{\"event\":\"registered\"}",
            "{\"event\":\"warning\",\"message\":\"careful\"}",
            "{\"event\":\"closed\"}");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void coloursResultsAndWarningsWhereThatIsShown() {
    Screen screen = screen(new Terminal(false, true, true), Screen.Mode.TEXT);
    screen.line("hint");
    screen.result(Event.of("registered"), "result");
    screen.warning("careful");
    assertThat(out).hasToString("hint" + NEW_LINE + "\u001B[1mresult\u001B[0m" + NEW_LINE);
    assertThat(err).hasToString("wsrfake: \u001B[33mwarning:\u001B[0m careful" + NEW_LINE);
  }

  private Screen screen(boolean terminal) {
    return screen(new Terminal(terminal, false, false), Screen.Mode.TEXT);
  }

  private Screen screen(Terminal terminal, Screen.Mode mode) {
    return new Screen("wsrfake", new PrintWriter(out, true), new PrintWriter(err), terminal, mode);
  }

  private static String wiped(int length) {
    return "\r" + " ".repeat(length) + "\r";
  }
}
