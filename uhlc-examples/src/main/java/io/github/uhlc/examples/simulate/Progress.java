package io.github.uhlc.examples.simulate;

import io.github.uhlc.examples.Terminal;
import java.io.PrintWriter;
import java.util.Locale;

/** Tells how far a long simulation is, on one line of a terminal; elsewhere nothing. */
final class Progress {
  private static final long INTERVAL_NANOS = 500_000_000L;
  private static final int EVENTS_PER_LOOK = 4_096;

  private final PrintWriter err;
  private final boolean terminal;
  private Settings settings;
  private long events;
  private long shownNanos;
  private boolean open;

  Progress(PrintWriter err) {
    this.err = err;
    this.terminal = Terminal.isThere();
  }

  void start(Settings started) {
    settings = started;
    shownNanos = System.nanoTime();
  }

  void show(long elapsedNanos) {
    events++;
    if (!terminal || events % EVENTS_PER_LOOK != 0) {
      return;
    }
    long nowNanos = System.nanoTime();
    if (nowNanos - shownNanos >= INTERVAL_NANOS) {
      shownNanos = nowNanos;
      open = true;
      double percent = 100.0 * elapsedNanos / settings.lengthNanos();
      err.print(String.format(Locale.ROOT, "\r%s: %3.0f %%", settings.name(), percent));
      err.flush();
    }
  }

  /** Ends the line, if there is one. */
  void end() {
    if (open) {
      open = false;
      err.println();
    }
  }
}
