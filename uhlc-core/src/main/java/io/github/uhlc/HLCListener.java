package io.github.uhlc;

import java.time.Duration;
import java.util.Objects;

/**
 * Callbacks for events that an operator should know about. All of them are rare: an {@link HLC}
 * that works as it should reports nothing but the extensions of its mark. {@link HLCStatistics}
 * counts them, {@link #logging} writes them to a log, and {@link #andThen} makes one listener of
 * two.
 *
 * <p>The methods are called by the threads that use the HLC and by the one that extends its mark,
 * several at once, outside any lock; a slow method delays the thread that calls it. If it delays
 * the one that extends the mark, a caller that has waited for a millisecond starts another one; so
 * a method that never returns costs a thread for each extension. What a method throws is dropped.
 * It may call the HLC.
 */
public interface HLCListener {
  /**
   * Returns a listener that writes to a logger: at level {@code WARNING} that a timestamp was
   * refused or the physical clock went back, at {@code ERROR} that another clock uses the ID or the
   * mark could not be extended, at {@code DEBUG} that it was extended. Each is one line without a
   * stack trace, of at most some hundred characters.
   *
   * <p>Of each of these five kinds it writes at most one line a second, so that a peer that sends
   * what is refused cannot flood the log. The next line then ends in {@code suppressed=} and the
   * number of those left out. {@link HLCStatistics} counts all of them.
   *
   * @param logger the logger
   * @return a new listener
   */
  static HLCListener logging(System.Logger logger) {
    return new LoggingListener(Objects.requireNonNull(logger, "logger"), System::nanoTime);
  }

  /**
   * Returns a listener that calls this one and then another, also if this one throws. What either
   * throws is dropped.
   *
   * @param after the listener to be called after this one
   * @return the two as one listener
   */
  default HLCListener andThen(HLCListener after) {
    return SafeListener.of(this, Objects.requireNonNull(after, "after"));
  }

  /**
   * A received timestamp was refused.
   *
   * @param refusal the timestamp, and how far it is beyond what limit; thrown unless the timestamp
   *     was received by {@link HLC#tryUpdateWithTimestamp}
   */
  default void onRefusal(ExceedingDeltaException refusal) {}

  /**
   * The physical clock went back, by more than a millisecond: a step of the wall clock, as a rule.
   * Called once a step, when it is first seen.
   *
   * @param distance how far it went back, from the greatest reading to the first one after the
   *     step; up to half a millisecond too small
   */
  default void onClockWentBack(Duration distance) {}

  /**
   * A received timestamp carries the ID of this HLC, but this HLC did not issue it: it is ahead of
   * its last time and of its physical clock. Another clock uses the ID, such as that of a cloned
   * machine or a restored backup, and timestamps may repeat. {@link HLC#withFreshId()} ends it.
   *
   * @param received the timestamp; whether it is refused depends on max-delta alone
   */
  default void onOwnIdFromElsewhere(Timestamp received) {}

  /**
   * The high-water mark was extended.
   *
   * @param bound the durable bound
   */
  default void onMarkExtended(NTP64 bound) {}

  /**
   * The high-water mark could not be extended, or has not answered a caller in time. Times are
   * issued up to its bound; then calls throw {@link HighWaterMarkException} until an extension
   * succeeds.
   *
   * @param failure what the mark threw, or that it has not answered
   */
  default void onMarkExtensionFailed(Throwable failure) {}
}
