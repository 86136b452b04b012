package io.github.uhlc;

import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * The binary forms of a {@link Timestamp}. Whatever the byte order of a buffer, the bytes are those
 * of the form; a call that throws leaves the buffer's position where it was.
 */
public enum TimestampFormat {
  /**
   * 24 bytes whose unsigned lexicographic order is that of {@link Timestamp#compareTo}, for
   * database keys: 8 bytes of the time, big-endian, and the 16 little-endian bytes of the ID.
   */
  SORTABLE {
    private static final int SIZE = Long.BYTES + ID.MAX_SIZE;

    @Override
    public int encodedSize(Timestamp timestamp) {
      Objects.requireNonNull(timestamp, "timestamp");
      return SIZE;
    }

    @Override
    void put(Timestamp timestamp, ByteBuffer buffer) {
      putLong(buffer, timestamp.ntp64());
      putLong(buffer, Long.reverseBytes(timestamp.id().low()));
      putLong(buffer, Long.reverseBytes(timestamp.id().high()));
    }

    @Override
    Timestamp get(ByteBuffer buffer) {
      if (buffer.remaining() < SIZE) {
        throw new BufferUnderflowException();
      }
      long ntp = getLong(buffer);
      long low = Long.reverseBytes(getLong(buffer));
      long high = Long.reverseBytes(getLong(buffer));
      return Timestamp.of(ntp, ID.ofNumber(high, low));
    }
  },

  /**
   * The wire form of zenoh, protocol 0x08 and later, 3..26 bytes: the time as a zenoh integer, the
   * size of the ID as another, and as many little-endian bytes of the ID.
   *
   * <p>A zenoh integer has 1..9 bytes of seven bits each, the least significant first, with the top
   * bit set in all but the last, except that a 9th byte carries eight bits: it is LEB128 only below
   * 2^63. Padded integers and IDs with zero bytes at their end are accepted.
   */
  ZENOH {
    private static final int MAX_INTEGER_SIZE = 9;

    @Override
    public int encodedSize(Timestamp timestamp) {
      int significantBits = Long.SIZE - Long.numberOfLeadingZeros(timestamp.ntp64() | 1);
      int timeSize = Math.min((significantBits + 6) / 7, MAX_INTEGER_SIZE);
      return timeSize + 1 + timestamp.id().size();
    }

    @Override
    void put(Timestamp timestamp, ByteBuffer buffer) {
      putInteger(buffer, timestamp.ntp64());
      ID id = timestamp.id();
      int size = id.size();
      buffer.put((byte) size);
      putLittleEndian(buffer, id.low(), lowSize(size));
      putLittleEndian(buffer, id.high(), size - lowSize(size));
    }

    @Override
    Timestamp get(ByteBuffer buffer) {
      long ntp = getInteger(buffer);
      long size = getInteger(buffer);
      if (size < 1 || size > ID.MAX_SIZE) {
        throw new IllegalArgumentException(
            "the ID of a zenoh timestamp has 1..16 bytes: size=" + Long.toUnsignedString(size));
      }
      int lowSize = lowSize((int) size);
      long low = getLittleEndian(buffer, lowSize);
      long high = getLittleEndian(buffer, (int) size - lowSize);
      return Timestamp.of(ntp, ID.ofNumber(high, low));
    }

    private void putInteger(ByteBuffer buffer, long value) {
      long rest = value;
      for (int i = 1; i < MAX_INTEGER_SIZE && (rest & ~0x7FL) != 0; i++) {
        buffer.put((byte) (rest | 0x80));
        rest >>>= 7;
      }
      buffer.put((byte) rest);
    }

    private long getInteger(ByteBuffer buffer) {
      long value = 0;
      for (int shift = 0; shift < 7 * (MAX_INTEGER_SIZE - 1); shift += 7) {
        byte b = buffer.get();
        value |= (b & 0x7FL) << shift;
        if (b >= 0) {
          return value;
        }
      }
      return value | ((buffer.get() & 0xFFL) << (7 * (MAX_INTEGER_SIZE - 1)));
    }

    /** How many bytes of an ID of {@code size} bytes are of its lower 64 bits. */
    private int lowSize(int size) {
      return Math.min(size, Long.BYTES);
    }

    private void putLittleEndian(ByteBuffer buffer, long value, int size) {
      for (int i = 0; i < size; i++) {
        buffer.put((byte) (value >>> (8 * i)));
      }
    }

    private long getLittleEndian(ByteBuffer buffer, int size) {
      long value = 0;
      for (int i = 0; i < size; i++) {
        value |= (buffer.get() & 0xFFL) << (8 * i);
      }
      return value;
    }
  };

  /**
   * Returns the number of bytes that {@link #encode(Timestamp)} gives.
   *
   * @param timestamp the timestamp
   * @return bytes: 24 for {@link #SORTABLE}, 3..26 for {@link #ZENOH}
   */
  public abstract int encodedSize(Timestamp timestamp);

  /** Puts the bytes of a timestamp into a buffer with room for them. */
  abstract void put(Timestamp timestamp, ByteBuffer buffer);

  /** Gets a timestamp; the position is undefined after a failure. */
  abstract Timestamp get(ByteBuffer buffer);

  /**
   * Encodes a timestamp.
   *
   * @param timestamp the timestamp
   * @return a new array of its bytes
   */
  public byte[] encode(Timestamp timestamp) {
    byte[] bytes = new byte[encodedSize(timestamp)];
    put(timestamp, ByteBuffer.wrap(bytes));
    return bytes;
  }

  /**
   * Encodes a timestamp at the position of a buffer and leaves the position after it.
   *
   * @param timestamp the timestamp
   * @param buffer the buffer
   * @throws BufferOverflowException if fewer than {@link #encodedSize} bytes remain
   * @throws java.nio.ReadOnlyBufferException if the buffer is read-only
   */
  public void encode(Timestamp timestamp, ByteBuffer buffer) {
    if (buffer.remaining() < encodedSize(timestamp)) {
      throw new BufferOverflowException();
    }
    put(timestamp, buffer);
  }

  /**
   * Decodes a timestamp that takes up a whole array.
   *
   * @param bytes the bytes of one timestamp
   * @return the timestamp
   * @throws IllegalArgumentException if there are too few bytes or too many, or the ID is zero or
   *     of a wrong size
   */
  public Timestamp decode(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    Timestamp timestamp;
    try {
      timestamp = get(buffer);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "the bytes end within the timestamp: format=" + this + ", length=" + bytes.length, e);
    }
    if (buffer.hasRemaining()) {
      throw new IllegalArgumentException(
          "bytes trail the timestamp: format=" + this + ", trailing=" + buffer.remaining());
    }
    return timestamp;
  }

  /**
   * Decodes the timestamp at the position of a buffer and leaves the position after it.
   *
   * @param buffer the buffer
   * @return the timestamp
   * @throws IllegalArgumentException if the ID is zero or of a wrong size
   * @throws BufferUnderflowException if the bytes end within the timestamp
   */
  public Timestamp decode(ByteBuffer buffer) {
    int position = buffer.position();
    try {
      return get(buffer);
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      buffer.position(position);
      throw e;
    }
  }

  private static void putLong(ByteBuffer buffer, long value) {
    buffer.putLong(buffer.order() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value));
  }

  private static long getLong(ByteBuffer buffer) {
    long value = buffer.getLong();
    return buffer.order() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value);
  }
}
