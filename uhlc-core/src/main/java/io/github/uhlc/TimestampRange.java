package io.github.uhlc;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/** Consecutive timestamps of one ID, an immutable list whose elements are made when read. */
final class TimestampRange extends AbstractList<Timestamp> implements RandomAccess {
  private static final int MAX_COUNT = 1 << 24;

  private final long firstNtp;
  private final int count;
  private final ID id;

  /** The caller makes sure that {@code firstNtp + count - 1} does not wrap. */
  TimestampRange(long firstNtp, int count, ID id) {
    this.firstNtp = firstNtp;
    this.count = count;
    this.id = id;
  }

  static void requireCount(int count) {
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException(
          "the count is out of range, it must be 1..16777216: count=" + count);
    }
  }

  @Override
  public Timestamp get(int index) {
    return Timestamp.of(firstNtp + Objects.checkIndex(index, count), id);
  }

  @Override
  public int size() {
    return count;
  }
}
