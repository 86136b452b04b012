package io.github.uhlc;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/** What {@link FakedSystemClockTest} runs in a JVM of its own, under a wall clock that is faked. */
final class FakedSystemClockChild {
  /** Printed after the stamps; what follows is how the run ended. */
  static final String END = "end ";

  /** One event: what was issued, the wall clock just before, and the lead just after. */
  record Stamp(NTP64 time, Instant wall, Duration lead) {
    static Stamp parse(String line) {
      String[] parts = line.split(" ", 3);
      return new Stamp(NTP64.parse(parts[0]), Instant.parse(parts[1]), Duration.parse(parts[2]));
    }

    @Override
    public String toString() {
      return time + " " + wall + " " + lead;
    }
  }

  private FakedSystemClockChild() {}

  /** Stamps every 0.2 ms until the clock fails, or there is input, or the time in ms is over. */
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    HLC hlc = HLC.create();
    long runNanos = Long.parseLong(args[0]) * 1_000_000;
    long startNanos = System.nanoTime();
    try {
      while (System.nanoTime() - startNanos < runNanos && System.in.available() == 0) {
        Instant wall = Instant.now();
        Timestamp timestamp = hlc.newTimestamp();
        out.println(new Stamp(timestamp.time(), wall, hlc.lead()));
        pause();
      }
      out.println(END);
    } catch (IllegalStateException e) {
      out.println(END + e.getMessage());
    }
    // In an orderly way, so that libfaketime takes its shared memory away.
    System.exit(0);
  }

  /** Spins, as a sleep under a faked clock may have no end. */
  private static void pause() {
    long startNanos = System.nanoTime();
    while (System.nanoTime() - startNanos < 200_000) {
      Thread.onSpinWait();
    }
  }
}
