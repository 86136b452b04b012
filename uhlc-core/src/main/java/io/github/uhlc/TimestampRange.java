package io.github.uhlc;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/** Consecutive timestamps of one ID, an immutable list whose elements are made when read. */
final class TimestampRange extends AbstractList<Timestamp> implements RandomAccess {
  private final long firstNtp;
  private final int count;
  private final ID id;

  /** The caller has seen to it that {@code firstNtp + count - 1} does not wrap. */
  TimestampRange(long firstNtp, int count, ID id) {
    this.firstNtp = firstNtp;
    this.count = count;
    this.id = id;
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
