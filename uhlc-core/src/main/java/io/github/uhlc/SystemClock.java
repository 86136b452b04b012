package io.github.uhlc;

import java.time.Instant;

/**
 * Wall-clock time at the price of the nanosecond counter: the counter is read at every call, the
 * wall clock only when the anchor, a pair of readings of both, is older than half a millisecond.
 *
 * <p>A reading is within 20 microseconds of what the wall clock showed at most half a millisecond
 * of the counter before, plus what the counter ran since. The two time sources are methods, which
 * tests override: while nothing does, the compiler binds them statically.
 */
class SystemClock implements PhysicalClock {
  // State: the anchor, immutable. Any thread replaces it, by a plain overwrite.
  // racy because two threads may anchor at once and the later write may hold the older anchor;
  // harmless because an anchor carries its own age, so an old one is only replaced sooner.
  // Volatile, so that the read is not hoisted out of a loop; the fields of an anchor are final.
  // The counter is read before the wall clock: a thread that is delayed between the two makes an
  // anchor that is old already, not one that lags behind.

  static final long MAX_ANCHOR_AGE_NANOS = 500_000;
  static final long MAX_ANCHORING_NANOS = 20_000;

  private static final int SCALE_BITS = 32;

  /** 2^32 units per 10^9 ns. No overflow: 2^34.2 a nanosecond, at most 2^19 of them. */
  private static final long SCALED_UNITS_PER_NANO =
      Long.divideUnsigned(-1L, NtpBits.NANOS_PER_SECOND);

  /** A second before the end of the format, which no anchor from before can run past. */
  private static final long MAX_ANCHOR_NTP = NtpBits.MAX - (1L << 32);

  private volatile Anchor anchor;

  private record Anchor(long counterNanos, long ntp) {}

  SystemClock() {
    anchor = new Anchor(counterNanos() - MAX_ANCHOR_AGE_NANOS, 0);
  }

  /** The nanosecond counter; it may stand still while the machine is suspended. */
  long counterNanos() {
    return System.nanoTime();
  }

  /** The wall clock; it may step either way. */
  Instant wallClock() {
    return Instant.now();
  }

  @Override
  public final long ntp64() {
    Anchor current = anchor;
    long ageNanos = counterNanos() - current.counterNanos;
    // Unsigned, so that a counter that went back is too old as well.
    return Long.compareUnsigned(ageNanos, MAX_ANCHOR_AGE_NANOS) < 0
        ? current.ntp + ((ageNanos * SCALED_UNITS_PER_NANO) >>> SCALE_BITS)
        : readWallNtp();
  }

  private long readWallNtp() {
    long nowNanos = counterNanos();
    long ntp = WallClock.ntp64(wallClock());
    long anchoringNanos = counterNanos() - nowNanos;
    // A pair that was torn apart is no anchor, nor is one from which time could leave the format.
    if (Long.compareUnsigned(anchoringNanos, MAX_ANCHORING_NANOS) <= 0
        && !NtpBits.isAfter(ntp, MAX_ANCHOR_NTP)) {
      anchor = new Anchor(nowNanos, ntp);
    }
    return ntp;
  }
}
