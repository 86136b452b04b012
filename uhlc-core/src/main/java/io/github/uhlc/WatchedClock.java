package io.github.uhlc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Reads another clock, and tells a listener when that has gone back. */
final class WatchedClock implements PhysicalClock {
  // State: a reading that is at most GRAIN behind the greatest since the clock last went back.
  // Writers: every thread, by compare-and-set from the value it read.
  // A thread reads the state before the clock, so a clock that shows less has gone back, however
  // long threads are delayed; and of those that see it one wins the compare-and-set.
  // Access: acquire and volatile, so that the reading of the state is not moved after the clock's.

  private static final long GRAIN_NTP = (1L << 32) / 2000;
  private static final long MIN_STEP_NTP = (1L << 32) / 1000;

  private static final VarHandle HIGH;

  static {
    try {
      HIGH = MethodHandles.lookup().findVarHandle(WatchedClock.class, "highNtp", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final PhysicalClock clock;
  private final HLCListener listener;

  @SuppressWarnings("unused") // Accessed through HIGH.
  private long highNtp;

  WatchedClock(PhysicalClock clock, HLCListener listener) {
    this.clock = clock;
    this.listener = listener;
  }

  @Override
  public long ntp64() {
    long seenNtp = highAcquire();
    long ntp = clock.ntp64();
    if (NtpBits.isAfter(ntp, seenNtp)) {
      if (NtpBits.isAfter(ntp - seenNtp, GRAIN_NTP)) {
        casHigh(seenNtp, ntp);
      }
    } else if (NtpBits.isAfter(seenNtp - ntp, MIN_STEP_NTP) && casHigh(seenNtp, ntp)) {
      listener.onClockWentBack(NtpBits.toDuration(seenNtp - ntp));
    }
    return ntp;
  }

  private long highAcquire() {
    return (long) HIGH.getAcquire(this);
  }

  private boolean casHigh(long expectedNtp, long newNtp) {
    return HIGH.compareAndSet(this, expectedNtp, newNtp);
  }
}
