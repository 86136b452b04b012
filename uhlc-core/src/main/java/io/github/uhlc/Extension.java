package io.github.uhlc;

import java.util.concurrent.TimeUnit;

/**
 * A request to extend a high-water mark, and how it ended. It is made by a thread that uses the
 * clock, and ended once, by the thread that extends the mark.
 */
final class Extension {
  // State: the outcome, and whether it has ended. Written by the thread that ends it, the outcome
  // first; read by others only once it has ended. The monitor wakes who waits. A latch would take
  // memory to wait, and where there is none, that of JDK 25 waits without a limit.

  private final long neededNtp;
  private final long physicalNtp;
  private NTP64 written;
  private Throwable failure;
  private volatile boolean isEnded;

  /**
   * Makes a request.
   *
   * @param neededNtp the time that made it necessary, which may be below the bound
   * @param physicalNtp the physical clock at that moment
   */
  Extension(long neededNtp, long physicalNtp) {
    this.neededNtp = neededNtp;
    this.physicalNtp = physicalNtp;
  }

  long neededNtp() {
    return neededNtp;
  }

  long physicalNtp() {
    return physicalNtp;
  }

  /** Notes the new bound of the mark; without it nothing had to be written. */
  void noteWritten(NTP64 bound) {
    written = bound;
  }

  /** Ends it; {@code failure} is null if it succeeded. Allocates nothing. */
  void end(Throwable failure) {
    this.failure = failure;
    isEnded = true;
    synchronized (this) {
      notifyAll();
    }
  }

  boolean isEnded() {
    return isEnded;
  }

  /** Waits for its end, for so long at most, or a moment less. Allocates nothing. */
  synchronized void awaitEnd(long nanos) throws InterruptedException {
    if (!isEnded) {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    }
  }

  /** The new bound of the mark, null if nothing was written; known once it is ended. */
  NTP64 written() {
    return written;
  }

  /** Why it failed, null if it did not; known once it is ended. */
  Throwable failure() {
    return failure;
  }
}
