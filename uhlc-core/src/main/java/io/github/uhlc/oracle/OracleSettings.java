package io.github.uhlc.oracle;

import io.github.uhlc.FileHighWaterMark;
import io.github.uhlc.HLC;
import io.github.uhlc.HighWaterMark;
import io.github.uhlc.PhysicalClock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What an oracle is made of.
 *
 * @param mark the mark, which is shared if there is a lease
 * @param lease the lease; null for an oracle that has the mark for itself
 * @param clock the physical clock, as it was given
 * @param counter the nanosecond counter, {@link System#nanoTime()} but for tests
 * @param window the window of the HLC; null for the default
 * @param maxLead how far the oracle's time may be ahead of the clock
 * @param listener the listener; null if nobody is told
 */
record OracleSettings(
    HighWaterMark mark,
    Duration lease,
    PhysicalClock clock,
    LongSupplier counter,
    Duration window,
    Duration maxLead,
    OracleListener listener) {
  private static final Duration MAX_OF_HLC = Duration.ofMinutes(10);

  /**
   * The clock runs on at half the rate of the counter at least, and an HLC extends its mark when
   * half a window is used: after a window of the counter. With a step of the guard, which is a
   * sixteenth of the lease, that is less than a third of it.
   */
  static final int WINDOWS_PER_LEASE = 4;

  static final int STEPS_PER_LEASE = 16;

  /**
   * Checks what depends on several settings.
   *
   * @throws IllegalStateException if there is no mark
   * @throws IllegalArgumentException if the others do not fit together
   */
  void requireConsistent() {
    if (mark == null) {
      throw new IllegalStateException(
          "no high-water mark was set, an oracle needs one: use withHighWaterMark");
    }
    if (mark instanceof FileHighWaterMark file && file.isShared() != hasLease()) {
      throw new IllegalArgumentException(
          (hasLease()
                  ? "the mark is open in one process only and needs no lease: mark="
                  : "the mark is shared and there is no lease, which it needs: mark=")
              + mark
              + ", lease="
              + lease);
    }
    if (hasLease() && window != null && window.compareTo(maxWindow()) > 0) {
      throw new IllegalArgumentException(
          "the window is too long, it must be at most a quarter of the lease and 10 minutes:"
              + " window="
              + window
              + ", lease="
              + lease);
    }
  }

  /** A mark that is taken over again and again is called by several HLCs. */
  OracleSettings withOneCallAtATime() {
    return hasLease()
        ? new OracleSettings(
            new OneCallAtATime(mark), lease, clock, counter, window, maxLead, listener)
        : this;
  }

  boolean hasLease() {
    return lease != null;
  }

  Duration maxWindow() {
    Duration quarter = lease.dividedBy(WINDOWS_PER_LEASE);
    return quarter.compareTo(MAX_OF_HLC) < 0 ? quarter : MAX_OF_HLC;
  }

  /** A builder with the window, and a patience that is the lease at most. */
  HLC.Builder newHlc() {
    HLC.Builder builder = HLC.builder().withMaxStartLead(maxLead);
    if (hasLease()) {
      builder.withPatience(lease.compareTo(MAX_OF_HLC) < 0 ? lease : MAX_OF_HLC);
      builder.withWindow(window != null ? window : maxWindow());
    } else if (window != null) {
      builder.withWindow(window);
    }
    return builder;
  }

  /** Tells the listener, and drops what it throws. */
  void tell(Consumer<OracleListener> event) {
    try {
      if (listener != null) {
        event.accept(listener);
      }
    } catch (Throwable e) {
      // A listener's errors are the listener's.
    }
  }
}
