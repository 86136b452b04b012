package io.github.uhlc;

import java.time.DateTimeException;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** The wall clock as it was once, and the nanosecond counter ever after. */
final class MonotonicClock implements PhysicalClock {
  private final LongSupplier nanoCounter;
  private final long startCounterNanos;
  private final long startNanos;

  MonotonicClock(InstantSource wallClock, LongSupplier nanoCounter) {
    this.nanoCounter = nanoCounter;
    this.startCounterNanos = nanoCounter.getAsLong();
    this.startNanos = NtpBits.toNanos(WallClock.ntp64(wallClock.instant()));
  }

  @Override
  public long ntp64() {
    // Overflows 157 years after the end of the format, which is refused all the way.
    long nanos = startNanos + (nanoCounter.getAsLong() - startCounterNanos);
    long seconds = nanos / NtpBits.NANOS_PER_SECOND;
    try {
      return NtpBits.of(seconds, (int) (nanos % NtpBits.NANOS_PER_SECOND));
    } catch (DateTimeException e) {
      throw new IllegalStateException(
          "the monotonic clock has run past 2106-02-07T06:28:15Z: seconds=" + seconds, e);
    }
  }
}
