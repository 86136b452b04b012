package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.uhlc.fixture.Seeds;
import io.github.uhlc.fixture.Values;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The longest zenoh form, and the forms beside it, against an encoder that goes byte by byte. */
class ZenohWordsTest {
  private static final String ID_BYTES = "0102030405060708090a0b0c0d0e0f10";
  private static final Timestamp LONGEST =
      Timestamp.of(NTP64.MAX, ID.parse("100f0e0d0c0b0a090807060504030201"));
  private static final String TRAILING =
      "bytes trail the timestamp, which must take up all of them: format=ZENOH, trailing=1";
  private static final int RANDOM_CASES = 20_000;
  private static final byte[] EDGE_BYTES = {0, 1, 15, 16, 17, 0x7F, -0x80, -0x7F, -0x70, -1};
  private static final byte[] EMPTY_BYTES = {0, -0x80};

  /** The form as zenoh describes it. */
  private static byte[] bytesOf(Timestamp timestamp) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long rest = timestamp.ntp64();
    for (int i = 0; i < 8 && Long.compareUnsigned(rest, 0x80) >= 0; i++) {
      out.write((int) (rest | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    out.write(timestamp.id().size());
    out.write(timestamp.id().toLittleEndianBytes(), 0, timestamp.id().size());
    return out.toByteArray();
  }

  private static void assertForm(Timestamp timestamp) {
    byte[] bytes = bytesOf(timestamp);
    String hex = HexFormat.of().formatHex(bytes);
    assertArrayEquals(bytes, TimestampFormat.ZENOH.encode(timestamp), hex);
    assertEquals(bytes.length, TimestampFormat.ZENOH.encodedSize(timestamp), hex);
    assertEquals(timestamp, TimestampFormat.ZENOH.decode(bytes), hex);
  }

  @Test
  void shouldAgreeWithTheFormByteByByteAtItsEdges() {
    for (long ntp : Values.EDGES) {
      for (int bits = 1; bits <= 128; bits++) {
        byte[] idBytes = new byte[(bits + 7) / 8];
        idBytes[idBytes.length - 1] = (byte) (1 << ((bits - 1) % 8));
        assertForm(Timestamp.of(ntp, ID.ofLittleEndian(idBytes)));
      }
    }
    for (int bit = 0; bit < Long.SIZE; bit++) {
      assertForm(Timestamp.of(1L << bit, LONGEST.id()));
      assertForm(Timestamp.of(-1L >>> bit, LONGEST.id()));
    }
  }

  @Test
  void shouldAgreeWithTheFormByteByByteAtRandom() {
    long seed = Seeds.next();
    RandomGenerator random = Seeds.random(seed);
    for (int i = 0; i < RANDOM_CASES; i++) {
      long ntp = random.nextLong() >>> random.nextInt(16);
      ID id = ID.ofNumber(random.nextLong() >>> random.nextInt(16), random.nextLong());
      try {
        assertForm(Timestamp.of(ntp, id));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed=" + seed + ", case=" + i, e);
      }
    }
  }

  /** Reads the form as zenoh describes it, from the start of the bytes. */
  private static Timestamp decodedByteByByte(byte[] bytes) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    long ntp = integer(from);
    long size = integer(from);
    if (size < 1 || size > ID.MAX_SIZE) {
      throw new IllegalArgumentException("size");
    }
    byte[] id = new byte[(int) size];
    from.get(id);
    return Timestamp.of(ntp, ID.ofLittleEndian(id));
  }

  private static long integer(ByteBuffer from) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      byte b = from.get();
      value |= (long) (b & 0x7F) << (7 * i);
      if (b >= 0) {
        return value;
      }
    }
    return value | (long) from.get() << 56;
  }

  /** Bytes that are nearly of the longest form: few values, and often the top bit and the size. */
  private static byte[] nearlyLongest(RandomGenerator random) {
    byte[] bytes = new byte[random.nextInt(ZenohWords.SIZE - 2, ZenohWords.SIZE + 4)];
    random.nextBytes(bytes);
    byte[] alphabet = List.of(bytes.clone(), EDGE_BYTES, EMPTY_BYTES).get(random.nextInt(3));
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = alphabet[random.nextInt(alphabet.length)];
    }
    for (int i = 0; i < 8; i++) {
      bytes[i] |= (byte) (random.nextInt(16) == 0 ? 0 : 0x80);
    }
    bytes[9] = random.nextInt(4) == 0 ? bytes[9] : ID.MAX_SIZE;
    return bytes;
  }

  @Test
  void shouldReadAnyBytesAsIsDoneByteByByte() {
    long seed = Seeds.next();
    RandomGenerator random = Seeds.random(seed);
    for (int i = 0; i < 10 * RANDOM_CASES; i++) {
      byte[] bytes = nearlyLongest(random);
      Object expected = outcome(() -> decodedByteByByte(bytes));
      Object found = outcome(() -> TimestampFormat.ZENOH.decode(ByteBuffer.wrap(bytes)));
      assertEquals(expected, found, () -> HexFormat.of().formatHex(bytes) + ", seed=" + seed);
    }
  }

  /** A timestamp, or what kind of refusal. */
  private static Object outcome(Supplier<Timestamp> reader) {
    try {
      return reader.get();
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      return e.getClass();
    }
  }

  @ParameterizedTest
  @CsvSource({
    // A time of nine bytes, of which the last carries eight bits, or none: a padded form.
    "ffffffffffffffffff10, 18446744073709551615",
    "808080808080808000 10, 0",
    "818080808080808001 10, 72057594037927937",
    // Of eight bytes.
    "ffffffffffffff7f10, 72057594037927935",
    "80808080808080 0010, 0",
    // Nine bytes with the top bit set are not followed by a tenth, but by the size.
    "808080808080808080 10, 9223372036854775808",
    // A padded size.
    "ffffffffffffffffff 9000, 18446744073709551615",
    "ffffffffffffff7f 9000, 72057594037927935",
  })
  void shouldReadPaddedFormsBesideTheLongest(String head, String time) {
    byte[] bytes = HexFormat.of().parseHex(head.replace(" ", "") + ID_BYTES);
    Timestamp expected = Timestamp.of(NTP64.parse(time), LONGEST.id());
    assertEquals(expected, TimestampFormat.ZENOH.decode(bytes));
    for (UnaryOperator<byte[]> tail : tails()) {
      ByteBuffer buffer = ByteBuffer.wrap(tail.apply(bytes));
      assertEquals(expected, TimestampFormat.ZENOH.decode(buffer));
      assertEquals(bytes.length, buffer.position());
    }
  }

  /** What may follow in a buffer. */
  private static List<UnaryOperator<byte[]>> tails() {
    return List.of(
        bytes -> bytes,
        bytes -> Arrays.copyOf(bytes, bytes.length + 1),
        bytes -> Arrays.copyOf(bytes, bytes.length + ZenohWords.SIZE));
  }

  @Test
  void shouldRefuseBadBytesOfTheLength() {
    byte[] good = TimestampFormat.ZENOH.encode(LONGEST);
    assertEquals(ZenohWords.SIZE, good.length);
    byte[] zeroId = Arrays.copyOf(Arrays.copyOf(good, 10), good.length);
    byte[] sizeZero = good.clone();
    sizeZero[9] = 0;
    byte[] sizeTooLarge = good.clone();
    sizeTooLarge[9] = 17;
    byte[] sizeWithin = good.clone();
    sizeWithin[9] = 15;
    assertRefused("the ID is zero, it must be 1 or more", zeroId);
    assertRefused("the size of the ID is out of range, it must be 1..16 bytes: size=0", sizeZero);
    assertRefused(
        "the size of the ID is out of range, it must be 1..16 bytes: size=17", sizeTooLarge);
    assertRefused(TRAILING, sizeWithin);
    assertRefused(TRAILING, Arrays.copyOf(good, 27));
    assertRefused(
        "the bytes end within the timestamp, which must be whole: format=ZENOH, length=25",
        Arrays.copyOf(good, 25));
    for (byte[] bytes : List.of(zeroId, sizeZero, sizeTooLarge)) {
      ByteBuffer buffer = ByteBuffer.allocate(40).put(3, bytes).position(3);
      assertThrows(IllegalArgumentException.class, () -> TimestampFormat.ZENOH.decode(buffer));
      assertEquals(3, buffer.position());
    }
  }

  private static void assertRefused(String message, byte[] bytes) {
    RuntimeException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> TimestampFormat.ZENOH.decode(bytes), message);
    assertEquals(message, refusal.getMessage());
  }

  /** Buffers of 40 bytes, of every kind that can be written. */
  static Stream<ByteBuffer> buffers() {
    return Stream.of(
        ByteBuffer.allocate(40),
        ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN),
        ByteBuffer.allocateDirect(40),
        ByteBuffer.allocateDirect(40).order(ByteOrder.LITTLE_ENDIAN),
        ByteBuffer.allocate(50).slice(7, 40),
        ByteBuffer.wrap(new byte[60], 10, 40).slice());
  }

  @ParameterizedTest
  @MethodSource("buffers")
  void shouldReadAndWriteBuffersOfEveryKind(ByteBuffer buffer) {
    Timestamp shorter = Timestamp.of(NTP64.MAX, ID.parse("f".repeat(30)));
    for (TimestampFormat format : TimestampFormat.values()) {
      for (Timestamp timestamp : List.of(LONGEST, shorter)) {
        int size = format.encodedSize(timestamp);
        for (int start = 0; start + size <= buffer.capacity(); start++) {
          format.encode(timestamp, buffer.clear().position(start));
          assertEquals(start + size, buffer.position());
          byte[] written = new byte[size];
          buffer.get(start, written);
          assertArrayEquals(format.encode(timestamp), written);
          assertReads(format, timestamp, buffer.duplicate().position(start));
          assertReads(format, timestamp, buffer.asReadOnlyBuffer().position(start));
          ByteBuffer cut = buffer.duplicate().position(start).limit(start + size - 1);
          assertThrows(BufferUnderflowException.class, () -> format.decode(cut));
          assertEquals(start, cut.position());
        }
      }
    }
  }

  private static void assertReads(TimestampFormat format, Timestamp expected, ByteBuffer buffer) {
    int start = buffer.position();
    assertEquals(expected, format.decode(buffer));
    assertEquals(start + format.encodedSize(expected), buffer.position());
  }
}
