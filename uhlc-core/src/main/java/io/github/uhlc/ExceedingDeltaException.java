package io.github.uhlc;

import java.time.Duration;

/**
 * A received timestamp was refused, as it is further ahead of the physical clock than max-delta.
 * Either its sender's clock is wrong or this node's is. The HLC that threw is unchanged. There is
 * no stack trace, so that a flood of such timestamps costs little.
 */
public final class ExceedingDeltaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Timestamp timestamp;
  private final NTP64 physicalTime;
  private final Duration maxDelta;

  ExceedingDeltaException(Timestamp timestamp, NTP64 physicalTime, Duration maxDelta) {
    super(null, null, false, false);
    this.timestamp = timestamp;
    this.physicalTime = physicalTime;
    this.maxDelta = maxDelta;
  }

  /**
   * Returns the refused timestamp.
   *
   * @return the timestamp
   */
  public Timestamp timestamp() {
    return timestamp;
  }

  /**
   * Returns the reading of the physical clock that the timestamp was measured against.
   *
   * @return the start of the reading's tick
   */
  public NTP64 physicalTime() {
    return physicalTime;
  }

  /**
   * Returns the limit of the HLC.
   *
   * @return the limit
   */
  public Duration maxDelta() {
    return maxDelta;
  }

  /**
   * Returns how far the timestamp is beyond the limit.
   *
   * @return a duration of at least one nanosecond
   */
  public Duration excess() {
    Duration excess = lead().minus(maxDelta);
    // An excess of less than a nanosecond may round to nothing.
    return excess.isZero() ? Duration.ofNanos(1) : excess;
  }

  private Duration lead() {
    return physicalTime.until(timestamp.time());
  }

  /** Returns a message that names the sender's ID, how far ahead it is, and the limit. */
  @Override
  public String getMessage() {
    return "a received timestamp may be ahead of the physical clock by at most max-delta: sender="
        + timestamp.id()
        + ", ahead="
        + lead()
        + ", maxDelta="
        + maxDelta
        + ", time="
        + timestamp.time().toRfc3339();
  }
}
