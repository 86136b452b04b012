package io.github.uhlc.examples.cluster;

import io.github.uhlc.examples.Terminal;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * Tells how far the run is: on a terminal one line that is rewritten several times a second,
 * elsewhere a line each second.
 */
final class Progress {
  // State: whether a line waits for its end, written under the lock of this object by the thread
  // of the job and by that of a signal, which ends the line.

  private final PrintWriter out;
  private final boolean terminal;
  private boolean open;

  Progress(PrintWriter out) {
    this(out, Terminal.isThere());
  }

  Progress(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** How long to wait before the next {@link #show}. */
  Duration interval() {
    return terminal ? Duration.ofMillis(200) : Duration.ofSeconds(1);
  }

  synchronized void show(Duration elapsed, NodeCounts counts) {
    String line =
        String.format(
            Locale.ROOT,
            "%5.1f s  %,11d events  %,11d messages  %,10d refused",
            elapsed.toMillis() / 1e3,
            counts.events(),
            counts.messages(),
            counts.refused());
    if (terminal) {
      // Of constant width, so that it covers what it overwrites.
      out.print('\r' + line);
      out.flush();
      open = true;
    } else {
      out.println(line);
    }
  }

  /** Ends the line on a terminal, so that what follows starts a new one. */
  synchronized void end() {
    if (open) {
      open = false;
      out.println();
    }
  }
}
