package io.github.uhlc.examples.failover;

import io.github.uhlc.NTP64;

/**
 * A time of the oracle: a millisecond and a counter within it. It is the time of an {@code HLC} in
 * other units: {@code pt} is the last millisecond that begins at or before it, {@code c} counts the
 * steps since that. So each time of an HLC is one pair, and the order is the same.
 *
 * <p>A millisecond begins at the first multiple of 16 that is not before it, as the four low bits
 * of a physical time are zero; it has 4,294,960 steps or a few more. An HLC whose physical clock
 * reads such beginnings issues (ms, 0), (ms, 1) and so on while the clock stands still, and goes on
 * with the next millisecond when the steps are used up.
 *
 * @param pt milliseconds since the Unix epoch, 0..{@value #MAX_MILLIS}
 * @param c the counter, 0 or more
 */
record MillisTime(long pt, long c) implements Comparable<MillisTime> {
  /** The last millisecond of the NTP64 format. */
  static final long MAX_MILLIS = 1000 * (1L << 32) - 1;

  /** Converts the time of an HLC, NTP64 bits. */
  static MillisTime ofNtp(long ntp) {
    NTP64 time = NTP64.ofBits(ntp);
    long millis = 1000 * time.seconds() + ((1000 * time.fraction()) >>> 32);
    // The millisecond of the format may have begun up to 16 steps before ours.
    long pt = Long.compareUnsigned(ntp, firstNtp(millis)) < 0 ? millis - 1 : millis;
    return new MillisTime(pt, ntp - firstNtp(pt));
  }

  /**
   * Returns the time at which a millisecond begins.
   *
   * @param millis since the Unix epoch
   * @return NTP64 bits of (millis, 0), a multiple of 16
   * @throws OutsideFormatException if {@code millis} is not in 0..{@value #MAX_MILLIS}
   */
  static long firstNtp(long millis) {
    if (millis < 0 || millis > MAX_MILLIS) {
      throw new OutsideFormatException(millis);
    }
    long roundedUp = (((millis % 1000) << 32) + 999) / 1000;
    return ((millis / 1000) << 32) + ((roundedUp + 15) & -16);
  }

  @Override
  public int compareTo(MillisTime other) {
    return pt != other.pt ? Long.compare(pt, other.pt) : Long.compare(c, other.c);
  }
}
