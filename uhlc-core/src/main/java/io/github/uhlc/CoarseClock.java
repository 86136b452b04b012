package io.github.uhlc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A physical clock that is cheap to read and coarse: it shows the system clock as a daemon thread
 * saw it last; it looks once every resolution. While that thread does not run, because the machine
 * is busy or was suspended, the time stands still; an {@link HLC} goes on from it all the same. If
 * the thread has ended or failed, each call reads the system clock.
 *
 * <p>Closing it, or losing the last reference to it, ends its thread. This class is thread-safe.
 */
public final class CoarseClock implements PhysicalClock, AutoCloseable {
  // State: one word, shown: a time, UNKNOWN or CLOSED; CLOSED is never left.
  // Writers: close writes CLOSED; the daemon thread, alone, writes the rest, by compare-and-set
  // from what it read and found open, so it cannot write over CLOSED.
  // Linearization of a reading: that of shown; the source is read after it, if at all.
  // Access: all volatile, as a reading that begins after close has returned must see CLOSED. No
  // two readings are ordered by anything else, and shown is all that they depend on.
  // UNKNOWN is written whenever the daemon thread cannot say what the time is, its end included;
  // nothing is shown before it has run once. Before and after, readers ask the source.

  /** Sends readers to the source; so does the source's time where it equals one of these two. */
  private static final long UNKNOWN = 0;

  private static final long CLOSED = -1;

  private static final Duration MIN_RESOLUTION = Duration.ofNanos(10_000);
  private static final Duration MAX_RESOLUTION = Duration.ofSeconds(1);

  private static final VarHandle SHOWN;

  static {
    try {
      SHOWN = MethodHandles.lookup().findVarHandle(CoarseClock.class, "shownNtp", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final PhysicalClock source;
  private final Thread refresher;

  @SuppressWarnings("unused") // Accessed through SHOWN.
  private long shownNtp = UNKNOWN;

  /** Makes a clock whose thread does not run yet. */
  CoarseClock(PhysicalClock source, Duration resolution) {
    if (resolution.compareTo(MIN_RESOLUTION) < 0 || resolution.compareTo(MAX_RESOLUTION) > 0) {
      throw new IllegalArgumentException(
          "the resolution is out of range, it must be 10 microseconds to 1 second:"
              + " resolution="
              + resolution);
    }
    this.source = source;
    WeakReference<CoarseClock> self = new WeakReference<>(this);
    long periodNanos = resolution.toNanos();
    Runnable task = () -> refreshAll(self, () -> pause(periodNanos));
    this.refresher = new Thread(null, task, "uhlc-coarse-clock", 0, false);
    this.refresher.setDaemon(true);
  }

  CoarseClock start() {
    refresher.start();
    return this;
  }

  private static void pause(long nanos) {
    // Of no meaning to this thread, and it would keep it from pausing ever again.
    Thread.interrupted();
    LockSupport.parkNanos(nanos);
  }

  /** Refreshes a clock between pauses, until it is closed or lost. */
  static void refreshAll(WeakReference<CoarseClock> reference, Runnable pause) {
    try {
      while (refresh(reference.get())) {
        pause.run();
      }
    } finally {
      CoarseClock clock = reference.get();
      if (clock != null) {
        clock.show(UNKNOWN);
      }
    }
  }

  private static boolean refresh(CoarseClock clock) {
    return clock != null && clock.refresh();
  }

  /** Takes over the time of the source; false once this clock is closed. */
  boolean refresh() {
    long ntp = UNKNOWN;
    try {
      ntp = source.ntp64();
    } catch (Throwable e) {
      // The reader meets the same, if it lasts, as it then asks the source itself.
    }
    return show(ntp == CLOSED ? UNKNOWN : ntp);
  }

  /** Writes what is shown, unless this clock is closed, and then returns false. */
  private boolean show(long ntp) {
    long currentNtp = shownVolatile();
    return currentNtp != CLOSED && casShown(currentNtp, ntp);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if this clock is closed, or the wall clock is outside
   *     1970-01-01..2106-02-07
   */
  @Override
  public long ntp64() {
    long currentNtp = shownVolatile();
    // One comparison for both: the next of CLOSED is 0, that of UNKNOWN 1.
    return Long.compareUnsigned(currentNtp + 1, 1) > 0 ? currentNtp : sourceNtp(currentNtp);
  }

  private long sourceNtp(long currentNtp) {
    if (currentNtp == CLOSED) {
      throw new IllegalStateException("the coarse clock is closed");
    }
    return source.ntp64();
  }

  /**
   * Ends the refreshing thread. When this has returned, readings throw. A second call does nothing.
   */
  @Override
  public void close() {
    SHOWN.setVolatile(this, CLOSED);
    LockSupport.unpark(refresher);
  }

  private long shownVolatile() {
    return (long) SHOWN.getVolatile(this);
  }

  private boolean casShown(long expectedNtp, long newNtp) {
    return SHOWN.compareAndSet(this, expectedNtp, newNtp);
  }
}
