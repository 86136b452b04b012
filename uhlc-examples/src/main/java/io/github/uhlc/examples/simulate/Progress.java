package io.github.uhlc.examples.simulate;

import io.github.uhlc.examples.Stopwatch;
import io.github.uhlc.examples.Terminal;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Tells how far a long simulation is, on one line of a terminal; elsewhere nothing. */
final class Progress {
  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final int EVENTS_PER_LOOK = 4_096;

  private final PrintWriter err;
  private final boolean terminal;
  private Settings settings;
  private long events;
  private Stopwatch silence = Stopwatch.start();
  private boolean open;

  Progress(PrintWriter err) {
    this.err = err;
    this.terminal = Terminal.isThere();
  }

  void start(Settings started) {
    settings = started;
    silence = Stopwatch.start();
  }

  void show(long elapsedNanos) {
    events++;
    if (!terminal || events % EVENTS_PER_LOOK != 0) {
      return;
    }
    if (silence.isOver(INTERVAL)) {
      silence = Stopwatch.start();
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
