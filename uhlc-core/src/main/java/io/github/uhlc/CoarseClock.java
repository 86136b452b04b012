package io.github.uhlc;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A physical clock that is cheap to read and coarse: it shows the system clock as a daemon thread
 * last saw it, every resolution. Where that thread does not run, because the machine is busy or was
 * suspended, the time stands still; an {@link HLC} goes on from it all the same.
 *
 * <p>Closing it, or losing the last reference to it, ends its thread. This class is thread-safe.
 */
public final class CoarseClock implements PhysicalClock, AutoCloseable {
  // State: ntp, what the daemon thread last saw, or UNKNOWN; and whether the clock is closed.
  // Writers: the daemon thread writes ntp; close writes closed, and UNKNOWN over ntp.
  // racy because the daemon thread may write ntp once more after close; harmless because it then
  // sees closed, which was written before, and writes UNKNOWN itself before it ends.
  // Volatile, so that a loop sees the next value; no write depends on a value that was read.

  /** Makes a reader look closer. As a time it is the epoch, which no clock shows for long. */
  private static final long UNKNOWN = 0;

  private static final long MIN_RESOLUTION_NANOS = 10_000;

  private final PhysicalClock source;
  private final Thread refresher;
  private volatile long ntp = UNKNOWN;
  private volatile boolean closed;

  CoarseClock(PhysicalClock source, Duration resolution) {
    if (resolution.compareTo(Duration.ofNanos(MIN_RESOLUTION_NANOS)) < 0
        || resolution.compareTo(Duration.ofSeconds(1)) > 0) {
      throw new IllegalArgumentException(
          "the resolution is 10 microseconds to 1 second: resolution=" + resolution);
    }
    this.source = source;
    WeakReference<CoarseClock> clock = new WeakReference<>(this);
    long periodNanos = resolution.toNanos();
    this.refresher = new Thread(() -> refreshAll(clock, periodNanos), "uhlc-coarse-clock");
    this.refresher.setDaemon(true);
  }

  CoarseClock start() {
    refresh();
    refresher.start();
    return this;
  }

  private static void refreshAll(WeakReference<CoarseClock> reference, long periodNanos) {
    while (refreshOnce(reference.get())) {
      LockSupport.parkNanos(periodNanos);
    }
  }

  private static boolean refreshOnce(CoarseClock clock) {
    return clock != null && clock.refresh();
  }

  /** Takes over the time of the source; false once this clock is closed. */
  private boolean refresh() {
    try {
      ntp = source.ntp64();
    } catch (RuntimeException e) {
      // The reader meets the same exception, as it then asks the source itself.
      ntp = UNKNOWN;
    }
    if (closed) {
      ntp = UNKNOWN;
    }
    return !closed;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if this clock is closed, or the wall clock is outside
   *     1970-01-01..2106-02-07
   */
  @Override
  public long ntp64() {
    long current = ntp;
    return current != UNKNOWN ? current : lookCloser();
  }

  private long lookCloser() {
    if (closed) {
      throw new IllegalStateException("the coarse clock is closed");
    }
    return source.ntp64();
  }

  /** Ends the refreshing thread; readings throw from now on. A second call does nothing. */
  @Override
  public void close() {
    closed = true;
    ntp = UNKNOWN;
    LockSupport.unpark(refresher);
  }
}
