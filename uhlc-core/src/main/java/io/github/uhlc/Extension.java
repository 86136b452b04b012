package io.github.uhlc;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A request to extend a high-water mark, and how it ended. It is made by a thread that uses the
 * clock, and ended once, by the thread that extends the mark.
 */
final class Extension {
  // State: the outcome. Written by the thread that ends it, before it opens the latch; read by
  // others only once the latch is open.

  private final long neededNtp;
  private final long physicalNtp;
  private final CountDownLatch ended = new CountDownLatch(1);
  private NTP64 written;
  private Throwable failure;

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
    ended.countDown();
  }

  boolean isEnded() {
    return ended.getCount() == 0;
  }

  void awaitEnd(long nanos) throws InterruptedException {
    // The result is not needed: the caller asks isEnded, and counts the time itself.
    boolean unused = ended.await(nanos, TimeUnit.NANOSECONDS);
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
