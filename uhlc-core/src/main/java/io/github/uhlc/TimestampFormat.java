package io.github.uhlc;

import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
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
    void put(Timestamp timestamp, ByteCursor to) {
      to.putLong(Long.reverseBytes(timestamp.ntp64()));
      to.putLong(timestamp.id().low());
      to.putLong(timestamp.id().high());
    }

    @Override
    Timestamp get(ByteCursor from) {
      from.require(SIZE);
      // The furthest first: then its bounds check is the only one.
      long high = from.longAt(2 * Long.BYTES);
      long low = from.longAt(Long.BYTES);
      long ntp = Long.reverseBytes(from.longAt(0));
      from.skip(SIZE);
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
    @Override
    public int encodedSize(Timestamp timestamp) {
      return ZenohWords.areFormOf(timestamp)
          ? ZenohWords.SIZE
          : ZenohInteger.size(timestamp.ntp64()) + 1 + timestamp.id().size();
    }

    @Override
    void put(Timestamp timestamp, ByteCursor to) {
      if (ZenohWords.areFormOf(timestamp)) {
        ZenohWords.put(timestamp, to);
        return;
      }
      ZenohInteger.put(to, timestamp.ntp64());
      ID id = timestamp.id();
      int size = id.size();
      int lowSize = Math.min(size, Long.BYTES);
      to.put((byte) size);
      to.put(id.low(), lowSize);
      to.put(id.high(), size - lowSize);
    }

    @Override
    Timestamp get(ByteCursor from) {
      if (ZenohWords.areNext(from)) {
        return ZenohWords.get(from);
      }
      long ntp = ZenohInteger.get(from);
      long size = ZenohInteger.get(from);
      if (size < 1 || size > ID.MAX_SIZE) {
        throw new IllegalArgumentException(
            "the size of the ID is out of range, it must be 1..16 bytes: size="
                + Long.toUnsignedString(size));
      }
      int lowSize = (int) Math.min(size, Long.BYTES);
      long low = from.get(lowSize);
      long high = from.get((int) size - lowSize);
      return Timestamp.of(ntp, ID.ofNumber(high, low));
    }
  };

  /** Bytes of the longest zenoh form: two integers and an ID. */
  private static final int MAX_DECODED_SIZE = 9 + 9 + ID.MAX_SIZE;

  /**
   * Returns the number of bytes that {@link #encode(Timestamp)} gives.
   *
   * @param timestamp the timestamp
   * @return bytes: 24 for {@link #SORTABLE}, 3..26 for {@link #ZENOH}
   */
  public abstract int encodedSize(Timestamp timestamp);

  /** Puts the bytes of a timestamp where there is room for them. */
  abstract void put(Timestamp timestamp, ByteCursor to);

  /** Gets a timestamp; the position is undefined after a failure. */
  abstract Timestamp get(ByteCursor from);

  /**
   * Encodes a timestamp.
   *
   * @param timestamp the timestamp
   * @return a new array of its bytes
   */
  public byte[] encode(Timestamp timestamp) {
    int size = encodedSize(timestamp);
    // An array of a size that the compiler knows is cleared in fewer steps.
    byte[] bytes = size == ZenohWords.SIZE ? new byte[ZenohWords.SIZE] : new byte[size];
    put(timestamp, new ByteCursor(bytes, 0, bytes.length));
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
    int size = encodedSize(timestamp);
    if (buffer.remaining() < size) {
      throw new BufferOverflowException();
    }
    if (buffer.hasArray()) {
      int start = buffer.arrayOffset() + buffer.position();
      put(timestamp, new ByteCursor(buffer.array(), start, start + size));
      buffer.position(buffer.position() + size);
    } else {
      buffer.put(encode(timestamp));
    }
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
    ByteCursor cursor = new ByteCursor(bytes, 0, bytes.length);
    Timestamp timestamp;
    try {
      timestamp = get(cursor);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "the bytes end within the timestamp, which must be whole: format="
              + this
              + ", length="
              + bytes.length,
          e);
    }
    if (cursor.remaining() > 0) {
      throw new IllegalArgumentException(
          "bytes trail the timestamp, which must take up all of them: format="
              + this
              + ", trailing="
              + cursor.remaining());
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
    ByteCursor cursor = cursorAt(buffer);
    int available = cursor.remaining();
    Timestamp timestamp = get(cursor);
    buffer.position(buffer.position() + available - cursor.remaining());
    return timestamp;
  }

  private static ByteCursor cursorAt(ByteBuffer buffer) {
    if (buffer.hasArray()) {
      int start = buffer.arrayOffset() + buffer.position();
      return new ByteCursor(buffer.array(), start, start + buffer.remaining());
    }
    byte[] copy = new byte[Math.min(buffer.remaining(), MAX_DECODED_SIZE)];
    buffer.get(buffer.position(), copy);
    return new ByteCursor(copy, 0, copy.length);
  }
}
