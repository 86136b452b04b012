package io.github.uhlc.oracle;

import java.time.Duration;

/**
 * Callbacks for events that people who run a {@link TimestampOracle} should know about. The methods
 * are called by the oracle's threads and its callers, several at once, outside any lock; these go
 * on when a method returns. What a method throws is dropped.
 */
public interface OracleListener {
  /**
   * The oracle serves: it has taken the mark over, or has its lease back.
   *
   * @param epoch {@link TimestampOracle#epoch()}, unsigned
   */
  default void onServing(long epoch) {}

  /** The oracle has stopped to serve: its lease has ended, or its time is too far ahead. */
  default void onStandby() {}

  /**
   * The high-water mark could not be read or extended, or has not answered in time; or another
   * oracle has taken it over first; or the clock could not be read. The oracle tries again. One
   * failure may be told twice: by who asked the mark, and by who waited for it.
   *
   * @param failure what was thrown
   */
  default void onMarkFailure(Throwable failure) {}

  /**
   * A call was refused, as the oracle's time is further ahead of the physical clock than the limit.
   *
   * @param lead how far it is ahead
   */
  default void onTooFarAhead(Duration lead) {}
}
