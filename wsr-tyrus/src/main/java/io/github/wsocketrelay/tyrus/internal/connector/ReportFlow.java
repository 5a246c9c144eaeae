package io.github.wsocketrelay.tyrus.internal.connector;

import io.github.wsocketrelay.tyrus.internal.concurrent.Ticker;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.flow.FlowNumbers;
import io.github.wsocketrelay.tyrus.internal.link.Conversation;
import io.github.wsocketrelay.tyrus.internal.quality.PathMeter;

/**
 * The flow that carries the tunnel's reports. An exposer that does not know reports has no such
 * target, and ends the flow as soon as it is told of it; so the first report comes one look later.
 * Guarded by the core's lock, but for what says otherwise.
 */
final class ReportFlow {
  private static final int NO_FLOW = -1;

  /** How many looks at a tunnel without flows make one report. */
  static final int IDLE_LOOKS = 5;

  /** So many reports come first in any case, which is enough for all values. */
  static final int FIRST_REPORTS = 4;

  private final PathMeter meter;
  private final FlowNumbers numbers;
  private volatile int number = NO_FLOW; // written under the lock
  private boolean announced;
  private boolean unknown; // to this exposer
  private int idleLooks; // below 0 for the first reports

  ReportFlow(Ticker ticker, FlowNumbers numbers) {
    this.meter = new PathMeter(ticker);
    this.numbers = numbers;
  }

  /** Counts, and reads what came; needs no lock. */
  PathMeter meter() {
    return meter;
  }

  /** Whether a flow is this one; needs no lock. */
  boolean is(int flow) {
    return flow == number;
  }

  /** The exposer has accepted the tunnel, and may be another process than before. */
  void opened() {
    announced = false;
    unknown = false;
    idleLooks = -FIRST_REPORTS;
  }

  /** Looks while the tunnel is open: says that the flow is there, or reports. */
  void look(Conversation relay, boolean idle) {
    if (unknown) {
      return;
    }
    if (!announced) {
      announce(relay);
      return;
    }
    idleLooks = idle ? idleLooks + 1 : 0;
    if (idleLooks <= 0 || idleLooks % IDLE_LOOKS == 0) {
      relay.datagram(0, number, meter.report());
    }
  }

  private void announce(Conversation relay) {
    if (number == NO_FLOW) {
      number = numbers.take(); // Where none is left it stays as it is.
    }
    if (number != NO_FLOW) {
      announced = true;
      relay.say(new ControlMessage.FlowOpened(0, number, PathMeter.TARGET));
    }
  }

  /** Whether the exposer may know reports, for all that it has said. */
  boolean mayBeKnown() {
    return !unknown;
  }

  /** The exposer ended the flow, and with it all reports until it accepts the tunnel again. */
  void closed(Conversation relay) {
    relay.say(new ControlMessage.FlowClosed(0, number));
    number = NO_FLOW;
    unknown = true;
  }
}
