package io.github.uhlc;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.time.Duration;

/**
 * A received timestamp was refused, as it is further ahead of the physical clock than max-delta.
 * Either its sender's clock is wrong or this node's is. The HLC that threw is unchanged. There is
 * no stack trace, so that a flood of such timestamps costs little.
 */
public final class ExceedingDeltaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final Duration ONE_NANO = Duration.ofNanos(1);

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
    Duration excess = physicalTime.until(timestamp.time()).minus(maxDelta);
    // The rounding of times to nanoseconds may hide an excess of one or two.
    return excess.compareTo(ONE_NANO) < 0 ? ONE_NANO : excess;
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    if (timestamp == null || physicalTime == null || maxDelta == null) {
      throw new InvalidObjectException(
          "a part of the refusal is missing, all three must be there: timestamp="
              + timestamp
              + ", physicalTime="
              + physicalTime
              + ", maxDelta="
              + maxDelta);
    }
  }

  /** Returns a message that names the sender's ID, how far ahead it is, and the limit. */
  @Override
  public String getMessage() {
    return "the received timestamp is too far ahead of the physical clock, it may be ahead by at"
        + " most max-delta: sender="
        + timestamp.id()
        + ", ahead="
        + maxDelta.plus(excess())
        + ", maxDelta="
        + maxDelta
        + ", time="
        + timestamp.time().toRfc3339();
  }
}
