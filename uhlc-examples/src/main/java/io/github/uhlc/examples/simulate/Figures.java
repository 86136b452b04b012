package io.github.uhlc.examples.simulate;

import java.util.Arrays;

/** The figures of a simulation, or of one of its nodes, as events come in. Not thread-safe. */
final class Figures {
  /** Counters that have a share of their own: 0, 1, 2, 3, and all beyond in one. */
  static final int SHARES = 5;

  private static final double MILLIS_PER_NTP = 1e3 * 0x1p-32;

  private final long[] eventsByCounter = new long[SHARES];
  private long refused;
  private long largestLeadUnits;
  private long largestCounter;

  void add(long leadUnits, long counter) {
    eventsByCounter[(int) Math.min(counter, SHARES - 1)]++;
    largestLeadUnits = Math.max(largestLeadUnits, leadUnits);
    largestCounter = Math.max(largestCounter, counter);
  }

  void addRefusal() {
    refused++;
  }

  long events() {
    return Arrays.stream(eventsByCounter).sum();
  }

  /** Returns how many messages were refused. */
  long refused() {
    return refused;
  }

  /** Returns the largest l - pt, in milliseconds. */
  double largestLeadMillis() {
    return millis(largestLeadUnits);
  }

  /** Returns the largest c. */
  long largestCounter() {
    return largestCounter;
  }

  /** Returns which share of the events has a counter, 0..1; the last is that of all beyond. */
  double share(int counter) {
    return events() == 0 ? 0 : (double) eventsByCounter[counter] / events();
  }

  static double millis(long ntp) {
    return ntp * MILLIS_PER_NTP;
  }
}
