package io.github.uhlc;

/**
 * How long one caller waits for a store. Only time in which the process runs counts: one that was
 * stopped, or suspended with its machine, has not given the store a chance to answer.
 */
final class Patience {
  /** Short beside any patience: of a stop of the process no more than this counts. */
  private static final long SLICE_NANOS = 20_000_000;

  private long remainingNanos;

  Patience(long nanos) {
    this.remainingNanos = nanos;
  }

  /**
   * Waits, through interrupts, which stay pending.
   *
   * @return false if patience ended before the extension
   */
  boolean awaitEnd(Extension extension, MarkExtender extender) {
    boolean interrupted = false;
    while (!extension.isEnded() && remainingNanos > 0) {
      long sliceNanos = Math.min(remainingNanos, SLICE_NANOS);
      long startNanos = System.nanoTime();
      try {
        extension.awaitEnd(sliceNanos);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      remainingNanos -= Math.min(System.nanoTime() - startNanos, sliceNanos);
      extender.relieve();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return extension.isEnded();
  }
}
