package io.github.uhlc;

import java.util.Arrays;

/** Bytes that are compared by value. */
final class Bytes {
  private final byte[] array;

  Bytes(byte[] array) {
    this.array = array.clone();
  }

  int length() {
    return array.length;
  }

  byte[] toArray() {
    return array.clone();
  }

  /** These bytes with a part of others, from one index on to another, put at an offset. */
  Bytes with(int offset, Bytes other, int start, int end) {
    if (start == end) {
      return this;
    }
    byte[] after = Arrays.copyOf(array, Math.max(array.length, offset + end));
    System.arraycopy(other.array, start, after, offset + start, end - start);
    return new Bytes(after);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(bytes.array, array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }
}
