package io.github.uhlc.bounded;

import io.github.uhlc.NTP64;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * How a thread waits for a bounded clock. It asks the clock, pauses for about as long as is
 * missing, and asks again. What decides is always an interval that was read after the last pause,
 * so nothing that the clock does meanwhile makes a wait end too early.
 */
final class IntervalWait {
  /** A pause that ends earlier costs more than it gains: the system's timers are no finer. */
  private static final long MIN_PAUSE_NANOS = 10_000;

  /** What a source may take to be noticed, when it has changed for the better. */
  static final long MAX_PAUSE_NANOS = 10_000_000;

  private final BoundedClock clock;
  private final LongSupplier nanoCounter;
  private final LongConsumer pause;

  IntervalWait(BoundedClock clock, LongSupplier nanoCounter, LongConsumer pause) {
    this.clock = clock;
    this.nanoCounter = nanoCounter;
    this.pause = pause;
  }

  static IntervalWait of(BoundedClock clock) {
    return new IntervalWait(clock, System::nanoTime, LockSupport::parkNanos);
  }

  boolean past(NTP64 time, Duration timeout) throws InterruptedException {
    Objects.requireNonNull(time, "time");
    return await(interval -> missingNanos(interval, time), timeout);
  }

  boolean synchronizedWithin(Duration maxError, Duration timeout) throws InterruptedException {
    return await(interval -> isWithin(interval, maxError) ? 0 : MAX_PAUSE_NANOS, timeout);
  }

  private static boolean isWithin(TimeInterval interval, Duration maxError) {
    return interval.status() == ClockStatus.SYNCHRONIZED
        && interval.error().compareTo(maxError) <= 0;
  }

  /** Zero if a time is past, else how long it may take until it is. */
  private static long missingNanos(TimeInterval interval, NTP64 time) {
    if (!interval.status().isBounded()) {
      return MAX_PAUSE_NANOS;
    }
    NTP64 earliest = interval.earliest();
    return earliest.isAfter(time) ? 0 : Math.max(earliest.until(time).toNanos(), MIN_PAUSE_NANOS);
  }

  private boolean await(ToLongFunction<TimeInterval> missing, Duration timeout)
      throws InterruptedException {
    long timeoutNanos = timeout.isNegative() ? 0 : IntervalBits.saturatedNanos(timeout);
    long startNanos = nanoCounter.getAsLong();
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long missingNanos = missing.applyAsLong(clock.now());
      if (missingNanos == 0) {
        return true;
      }
      long leftNanos = timeoutNanos - (nanoCounter.getAsLong() - startNanos);
      if (leftNanos <= 0) {
        return false;
      }
      pause.accept(Math.min(leftNanos, Math.min(missingNanos, MAX_PAUSE_NANOS)));
    }
  }
}
