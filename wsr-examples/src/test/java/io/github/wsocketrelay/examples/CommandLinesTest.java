package io.github.wsocketrelay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.RejectedException;
import io.github.wsocketrelay.RelayUnreachableException;
import io.github.wsocketrelay.WsrException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class CommandLinesTest {
  @Test
  void exitsWithWhatTheCommandReturns() {
    assertThat(CommandRun.of(new Fake(null))).isEqualTo(new CommandRun(ExitCode.DONE, "", ""));
  }

  @Test
  void exitsWith1WhenTheRelayCannotBeReached() {
    run(new RelayUnreachableException("no relay answers at ws://a:1: is it running?", null))
        .failsWith(1, "wsrfake: no relay answers at ws://a:1: is it running?");
  }

  @Test
  void exitsWith3WhenRefusedForGood() {
    run(new RejectedException("refused: taken", RejectReason.TAKEN, null))
        .failsWith(3, "wsrfake: refused: taken");
  }

  @Test
  void exitsWith1WhenRefusedForNow() {
    run(new RejectedException("refused: too many", RejectReason.LIMIT_REACHED, null))
        .failsWith(1, "wsrfake: refused: too many");
  }

  @Test
  void exitsWith2ForAnArgumentThatTheLibraryRefuses() {
    run(new IllegalArgumentException("port must be 1, not 2"))
        .isUsageError("wsrfake: port must be 1, not 2 (try 'wsrfake --help')");
  }

  @Test
  void asksForAReportOfWhatIsUnexpected() {
    run(new IllegalStateException("two\nlines"))
        .failsWith(1, "unexpected java.lang.IllegalStateException: two lines; please report this");
  }

  @Test
  void printsTheStackTraceOnlyWhenVerbose() {
    Exception failure = new WsrException("failed");
    assertThat(CommandRun.of(new Fake(failure), "--verbose").err())
        .startsWith("wsrfake: failed")
        .contains("at io.github.wsocketrelay.examples");
    run(failure).failsWith(1, "wsrfake: failed");
  }

  private static CommandRun run(Exception failure) {
    return CommandRun.of(new Fake(failure));
  }

  /** A command that fails as told, or not. */
  @Command(name = "wsrfake")
  private static final class Fake implements Callable<Integer> {
    @Mixin private final CommonOptions common = new CommonOptions();
    private final Exception failure;

    Fake(Exception failure) {
      this.failure = failure;
    }

    @Override
    public Integer call() throws Exception {
      if (failure != null) {
        throw failure;
      }
      return ExitCode.DONE;
    }
  }
}
