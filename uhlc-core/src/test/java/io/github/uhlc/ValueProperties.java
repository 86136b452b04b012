package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.Values;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Domain(Values.class)
@Domain(DomainContext.Global.class)
class ValueProperties {
  private static final BigInteger NANOS = BigInteger.valueOf(NtpBits.NANOS_PER_SECOND);

  @Property
  void shouldRoundTripTimesAsText(@ForAll NTP64 time) {
    assertEquals(time, NTP64.parse(time.toString()));
    assertEquals(Long.toUnsignedString(time.bits()), time.toString());
  }

  @Property
  void shouldRoundTripTimesAsRfc3339ToTheNanosecond(@ForAll NTP64 time) {
    NTP64 parsed = NTP64.parseRfc3339(time.toRfc3339());
    assertEquals(time.toInstant(), parsed.toInstant());
    assertEquals(30, time.toRfc3339().length());
    assertEquals(time.toInstant(), Instant.parse(time.toRfc3339()));
  }

  @Property
  void shouldKeepEveryNanosecond(
      @ForAll @LongRange(max = NtpBits.MAX_SECONDS) long seconds,
      @ForAll @IntRange(max = 999_999_999) int nanos) {
    Instant instant = Instant.ofEpochSecond(seconds, nanos);
    assertEquals(instant, NTP64.of(instant).toInstant());
    assertEquals(Duration.ofSeconds(seconds, nanos), NTP64.ofSeconds(seconds, nanos).toDuration());
  }

  @Property
  void shouldRoundNanosecondsUp(@ForAll NTP64 time) {
    BigInteger scaled = BigInteger.valueOf(time.fraction()).multiply(NANOS);
    BigInteger nanos = scaled.add(BigInteger.ONE.shiftLeft(32).subtract(BigInteger.ONE));
    long expected = Math.min(nanos.shiftRight(32).longValueExact(), 999_999_999);
    assertEquals(expected, time.subsecNanos());
    assertEquals(time.seconds() * 1_000_000_000 + expected, time.toNanos());
  }

  @Property
  void shouldAddAndSubtractDurationsInUnits(
      @ForAll NTP64 time,
      @ForAll @LongRange(min = -1L << 33, max = 1L << 33) long seconds,
      @ForAll @IntRange(max = 999_999_999) int nanos) {
    Duration duration = Duration.ofSeconds(seconds, nanos);
    BigInteger units =
        BigInteger.valueOf(seconds)
            .shiftLeft(32)
            .add(BigInteger.valueOf(nanos).shiftLeft(32).divide(NANOS));
    BigInteger bits = new BigInteger(time.toString());
    assertSum(bits.add(units), () -> time.plus(duration));
    assertSum(bits.subtract(units), () -> time.minus(duration));
  }

  private static void assertSum(BigInteger expected, Supplier<NTP64> sum) {
    if (expected.signum() >= 0 && expected.bitLength() <= 64) {
      assertEquals(expected.toString(), sum.get().toString());
    } else {
      assertThrows(ArithmeticException.class, sum::get);
    }
  }

  @Property
  void shouldTakeDifferencesInNanoseconds(@ForAll NTP64 start, @ForAll NTP64 end) {
    Duration expected = Duration.between(start.toInstant(), end.toInstant());
    assertEquals(expected, start.until(end));
    ID id = ID.ofUnsigned(1);
    assertEquals(expected, Timestamp.of(end, id).durationSince(Timestamp.of(start, id)));
  }

  @Property
  void shouldOrderTimesUnsigned(@ForAll NTP64 left, @ForAll NTP64 right) {
    int expected = new BigInteger(left.toString()).compareTo(new BigInteger(right.toString()));
    assertEquals(expected, Integer.signum(left.compareTo(right)));
    assertEquals(expected < 0, left.isBefore(right));
    assertEquals(expected > 0, left.isAfter(right));
    assertEquals(expected == 0, left.equals(right));
  }

  @Property
  void shouldTreatBitsAsTimes(@ForAll NTP64 left, @ForAll NTP64 right) {
    assertEquals(
        Integer.signum(left.compareTo(right)),
        Integer.signum(NTP64.compareBits(left.bits(), right.bits())));
    assertEquals(NTP64.max(left, right).bits(), NTP64.maxBits(left.bits(), right.bits()));
    assertEquals(left.physical().bits(), NTP64.physicalBits(left.bits()));
    assertEquals(left.bits(), NTP64.physicalBits(left.bits()) + left.counter());
  }

  @Property
  void shouldRoundTripIds(@ForAll ID id) {
    assertEquals(id, ID.parse(id.toString()));
    assertEquals(id, ID.ofLittleEndian(id.toLittleEndianBytes()));
    assertEquals(id, ID.of(id.toUUID()));
    assertEquals(id.toString(), new BigInteger(1, reversed(id.toLittleEndianBytes())).toString(16));
    int significant = new BigInteger(id.toString(), 16).bitLength();
    assertEquals((significant + 7) / 8, id.size());
  }

  @Property
  void shouldOrderIdsByTheirLittleEndianBytes(@ForAll ID left, @ForAll ID right) {
    int expected =
        Integer.signum(
            Arrays.compareUnsigned(left.toLittleEndianBytes(), right.toLittleEndianBytes()));
    assertEquals(expected, Integer.signum(left.compareTo(right)));
    assertEquals(expected == 0, left.equals(right));
    assertTrue(expected != 0 || left.hashCode() == right.hashCode());
  }

  @Property
  void shouldRoundTripTimestamps(@ForAll Timestamp timestamp) {
    assertEquals(timestamp, Timestamp.parse(timestamp.toString()));
    assertEquals(timestamp, Timestamp.parseSortable(timestamp.toSortableString()));
    assertEquals(49, timestamp.toSortableString().length());
    Timestamp parsed = Timestamp.parseRfc3339(timestamp.toRfc3339());
    assertEquals(timestamp.time().toInstant(), parsed.time().toInstant());
    assertEquals(timestamp.id(), parsed.id());
  }

  @Property
  void shouldRoundTripBytes(
      @ForAll Timestamp timestamp, @ForAll TimestampFormat format, @ForAll boolean bigEndian) {
    byte[] bytes = format.encode(timestamp);
    assertEquals(format.encodedSize(timestamp), bytes.length);
    assertEquals(timestamp, format.decode(bytes));

    ByteBuffer buffer = ByteBuffer.allocate(bytes.length + 2);
    buffer.order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN).position(1);
    format.encode(timestamp, buffer);
    assertEquals(bytes.length + 1, buffer.position());
    assertEquals(ByteBuffer.wrap(bytes), buffer.slice(1, bytes.length));
    assertEquals(timestamp, format.decode(buffer.position(1)));
    assertEquals(bytes.length + 1, buffer.position());
  }

  @Property
  void shouldAgreeOnTheOrderInAllForms(@ForAll Timestamp left, @ForAll Timestamp right) {
    int order = Integer.signum(left.compareTo(right));
    String leftText = left.toSortableString();
    assertEquals(order, Integer.signum(leftText.compareTo(right.toSortableString())));
    byte[] leftBytes = TimestampFormat.SORTABLE.encode(left);
    byte[] rightBytes = TimestampFormat.SORTABLE.encode(right);
    assertEquals(order, Integer.signum(Arrays.compareUnsigned(leftBytes, rightBytes)));
    assertEquals(order == 0, left.equals(right));
    assertTrue(order != 0 || left.hashCode() == right.hashCode());
  }

  @Property
  void shouldOrderTimestampsOfOneTimeById(@ForAll NTP64 time, @ForAll ID left, @ForAll ID right) {
    shouldAgreeOnTheOrderInAllForms(Timestamp.of(time, left), Timestamp.of(time, right));
    assertEquals(
        left.compareTo(right), Timestamp.of(time, left).compareTo(Timestamp.of(time, right)));
  }

  @Property(tries = 200)
  void shouldRoundTripSerialized(@ForAll Timestamp timestamp) throws Exception {
    assertEquals(timestamp, serializedAndBack(timestamp));
    assertEquals(timestamp.time(), serializedAndBack(timestamp.time()));
    assertEquals(timestamp.id(), serializedAndBack(timestamp.id()));
  }

  private static Object serializedAndBack(Object value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
