package io.github.uhlc.examples.failover;

/**
 * The primary or the backup, in this process or in another. It need not be thread-safe: the {@link
 * FailoverService} asks one thing at a time.
 */
interface Member {
  /**
   * Answers a request as {@link Signal} says.
   *
   * @return the answer, REFUSED also if the oracle is gone, SILENT if it does not answer in time
   * @throws OutsideFormatException if its wall clock is outside 1970..2106
   */
  Signal answer(Signal request);

  /** Tells whether it may still do something. One in this process lives as long as that does. */
  default boolean isAlive() {
    return true;
  }

  /** Ends it for good. One in this process has ended when nobody asks it any more. */
  default void close() {}
}
