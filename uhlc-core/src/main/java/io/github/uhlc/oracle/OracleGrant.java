package io.github.uhlc.oracle;

import java.util.Objects;

/**
 * Consecutive timestamps of one millisecond, which a {@link TimestampOracle} has issued at once. No
 * other grant has any of them. This class is immutable and thread-safe.
 */
public final class OracleGrant {
  private final long firstPacked;
  private final int count;
  private final long epochNtp;

  OracleGrant(long firstPacked, int count, long epochNtp) {
    this.firstPacked = firstPacked;
    this.count = count;
    this.epochNtp = epochNtp;
  }

  /**
   * Returns the first timestamp.
   *
   * @return the least of this grant
   */
  public OracleTimestamp first() {
    return OracleTimestamp.of(firstPacked);
  }

  /**
   * Returns the last timestamp.
   *
   * @return the greatest of this grant
   */
  public OracleTimestamp last() {
    return get(count - 1);
  }

  /**
   * Returns the number of timestamps.
   *
   * @return the number, 1..262144
   */
  public int count() {
    return count;
  }

  /**
   * Returns the epoch of the oracle that issued this grant.
   *
   * @return {@link TimestampOracle#epoch()} at that moment, unsigned
   */
  public long epoch() {
    return epochNtp;
  }

  /**
   * Returns one of the timestamps.
   *
   * @param index its place, 0..{@link #count()}-1
   * @return the timestamp
   * @throws IndexOutOfBoundsException if the index is outside that range
   */
  public OracleTimestamp get(int index) {
    return OracleTimestamp.of(firstPacked + Objects.checkIndex(index, count));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OracleGrant grant
        && grant.firstPacked == firstPacked
        && grant.count == count
        && grant.epochNtp == epochNtp;
  }

  @Override
  public int hashCode() {
    return Objects.hash(firstPacked, count, epochNtp);
  }

  /** Returns the first timestamp, the number and the epoch, for people. */
  @Override
  public String toString() {
    return "OracleGrant[first="
        + first()
        + ", count="
        + count
        + ", epoch="
        + Long.toUnsignedString(epochNtp)
        + "]";
  }
}
