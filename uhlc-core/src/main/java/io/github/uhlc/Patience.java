package io.github.uhlc;

/**
 * How long one caller waits for a store. Only time in which the process runs counts: one that was
 * stopped, or suspended with its machine, has not given the store a chance to answer.
 */
final class Patience {
  // A caller waits in slices, of which a stop of the process uses up one at most. The first slices
  // are short, as a thread that is busy with a listener is relieved at the end of each; the later
  // ones are long, as many callers may wait at once.

  private static final long FIRST_SLICE_NANOS = 1_000_000;
  private static final long LAST_SLICE_NANOS = 250_000_000;

  private long remainingNanos;
  private long sliceNanos = FIRST_SLICE_NANOS;

  Patience(long nanos) {
    this.remainingNanos = nanos;
  }

  boolean isOver() {
    return remainingNanos <= 0;
  }

  /** Waits until an extension has ended or patience is over, through interrupts, which stay set. */
  void awaitEnd(Extension extension, MarkExtender extender) {
    boolean interrupted = false;
    try {
      while (!extension.isEnded() && !isOver()) {
        long waitNanos = Math.min(remainingNanos, sliceNanos);
        long startNanos = System.nanoTime();
        try {
          extension.awaitEnd(waitNanos);
        } catch (InterruptedException e) {
          interrupted = true;
        }
        remainingNanos -= Math.min(System.nanoTime() - startNanos, waitNanos);
        sliceNanos = Math.min(2 * sliceNanos, LAST_SLICE_NANOS);
        extender.relieve();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
