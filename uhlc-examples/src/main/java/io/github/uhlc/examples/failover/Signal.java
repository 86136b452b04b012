package io.github.uhlc.examples.failover;

import java.util.Locale;

/**
 * A request to an oracle, or its answer: a word and two numbers, on a line if the oracle is another
 * process. The numbers not named here are 0.
 *
 * <pre>
 *   the primary is asked      and answers
 *   GET                       TIME pt c, HOLD pt nanos, REFUSED
 *   RENEW                     HOLD pt nanos
 *   HELD pt nanos             TIME pt c (if that GET waited for it), HELD pt nanos, REFUSED
 *
 *   the backup is asked       and answers
 *   HOLD pt nanos             HELD pt nanos, REFUSED
 *   GET                       TIME pt c, REFUSED
 *   WATCH                     ACTIVE, REFUSED
 *   TAKE_OVER                 ACTIVE
 *
 *   a process unasked         says READY once it is
 *   instead of any answer     OUTSIDE pt if that is no time of the format
 *   what stands for none      SILENT
 * </pre>
 *
 * @param kind the word
 * @param pt milliseconds since the Unix epoch, 0 or more but OUTSIDE
 * @param number the counter of a TIME; of a HOLD, and the HELD that echoes it, when the primary
 *     asked for it, on its monotonic clock, in nanoseconds
 */
record Signal(Kind kind, long pt, long number) {
  static final Signal READY = new Signal(Kind.READY, 0, 0);
  static final Signal GET = new Signal(Kind.GET, 0, 0);
  static final Signal RENEW = new Signal(Kind.RENEW, 0, 0);
  static final Signal WATCH = new Signal(Kind.WATCH, 0, 0);
  static final Signal TAKE_OVER = new Signal(Kind.TAKE_OVER, 0, 0);
  static final Signal ACTIVE = new Signal(Kind.ACTIVE, 0, 0);
  static final Signal REFUSED = new Signal(Kind.REFUSED, 0, 0);
  static final Signal SILENT = new Signal(Kind.SILENT, 0, 0);

  enum Kind {
    READY,
    GET,
    RENEW,
    HOLD,
    HELD,
    TIME,
    WATCH,
    TAKE_OVER,
    ACTIVE,
    REFUSED,
    OUTSIDE,
    SILENT
  }

  static Signal time(MillisTime time) {
    return new Signal(Kind.TIME, time.pt(), time.c());
  }

  boolean is(Kind other) {
    return kind == other;
  }

  /** Returns the acknowledgement of this HOLD. */
  Signal held() {
    return new Signal(Kind.HELD, pt, number);
  }

  /**
   * Reads a line that {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Signal parse(String line) {
    String[] words = line.split(" ", 4);
    if (words.length != 3) {
      throw new IllegalArgumentException(
          "not a signal, which is a word and two numbers: line=" + line);
    }
    return new Signal(
        Kind.valueOf(words[0].toUpperCase(Locale.ROOT)),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]));
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + pt + " " + number;
  }
}
