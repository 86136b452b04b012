package io.github.uhlc.oracle.client;

import io.github.uhlc.oracle.OracleTimestamp;
import java.util.Objects;

/**
 * Consecutive timestamps of one millisecond. Immutable.
 *
 * @param first the least of them
 * @param count how many there are, 1..262144
 */
public record TimestampRange(OracleTimestamp first, int count) {
  /** Makes a range. */
  public TimestampRange {
    if (count < 1 || count > OracleTimestamp.MAX_COUNT - first.logical()) {
      throw new IllegalArgumentException(
          "the range leaves its millisecond: first=" + first + ", count=" + count);
    }
  }

  /**
   * Returns the last timestamp.
   *
   * @return the greatest of this range
   */
  public OracleTimestamp last() {
    return get(count - 1);
  }

  /**
   * Returns one of the timestamps.
   *
   * @param index its place, 0..{@link #count()}-1
   * @return the timestamp
   * @throws IndexOutOfBoundsException if the index is outside that range
   */
  public OracleTimestamp get(int index) {
    return OracleTimestamp.of(first.packed() + Objects.checkIndex(index, count));
  }
}
