package io.github.uhlc.examples;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Tells how far a run is: on a terminal one line that is rewritten several times a second,
 * elsewhere a line each second. Thread-safe.
 */
public final class Progress {
  // State: whether a line waits for its end and when it was shown, written under the lock of this
  // object by the thread of the job and by that of a signal, which ends the line.

  private final PrintWriter out;
  private final boolean terminal;
  private Stopwatch shown = Stopwatch.start();
  private int width;
  private boolean open;

  /**
   * Makes a progress that shows nothing yet.
   *
   * @param out where its lines go
   */
  public Progress(PrintWriter out) {
    this(out, isTerminal());
  }

  Progress(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  // From Java 22 on there may be a console without a terminal, and a method that tells.
  @SuppressWarnings("SystemConsoleNull") // It does up to Java 21, and again from Java 25 on.
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /**
   * Tells whether somebody watches.
   *
   * @return whether standard input and output are a terminal
   */
  public boolean isWatched() {
    return terminal;
  }

  /**
   * Returns how long to wait before the next {@link #show}.
   *
   * @return the time between two lines
   */
  public Duration interval() {
    return terminal ? Duration.ofMillis(200) : Duration.ofSeconds(1);
  }

  /**
   * Shows a line, if it is time to.
   *
   * @param line makes the line
   */
  public synchronized void tick(Supplier<String> line) {
    if (shown.isOver(interval())) {
      show(line.get());
    }
  }

  /**
   * Shows a line.
   *
   * @param line the line, without its end
   */
  public synchronized void show(String line) {
    shown = Stopwatch.start();
    if (terminal) {
      // As wide as the one before, so that it covers what it overwrites.
      out.print('\r' + line + " ".repeat(Math.max(0, width - line.length())));
      out.flush();
      width = line.length();
      open = true;
    } else {
      out.println(line);
    }
  }

  /** Ends the line on a terminal, so that what follows starts a new one. */
  public synchronized void end() {
    if (open) {
      open = false;
      width = 0;
      out.println();
    }
  }
}
