package io.github.uhlc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.BufferUnderflowException;
import java.nio.ByteOrder;

/** A position in the bytes of a timestamp, where numbers are little-endian. Not thread-safe. */
final class ByteCursor {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int end;
  private int position;

  /** At {@code start}, to read or write before {@code end}. */
  ByteCursor(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  int remaining() {
    return end - position;
  }

  void put(byte b) {
    bytes[position++] = b;
  }

  void putLong(long value) {
    LONGS.set(bytes, position, value);
    position += Long.BYTES;
  }

  /** Puts the lower {@code size} bytes of {@code value}. */
  void put(long value, int size) {
    if (size == Long.BYTES) {
      putLong(value);
      return;
    }
    for (int i = 0; i < size; i++) {
      put((byte) (value >>> (8 * i)));
    }
  }

  byte get() {
    require(1);
    return bytes[position++];
  }

  /** The long that is {@code offset} from here; it must be required. */
  long longAt(int offset) {
    return (long) LONGS.get(bytes, position + offset);
  }

  /** Skips bytes that must be required. */
  void skip(int count) {
    position += count;
  }

  /** Gets a number of {@code size} bytes, at most 8. */
  long get(int size) {
    require(size);
    if (size == Long.BYTES) {
      long value = longAt(0);
      skip(Long.BYTES);
      return value;
    }
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (bytes[position++] & 0xFFL) << (8 * i);
    }
    return value;
  }

  /**
   * @throws BufferUnderflowException if fewer bytes remain
   */
  void require(int count) {
    if (remaining() < count) {
      throw new BufferUnderflowException();
    }
  }
}
