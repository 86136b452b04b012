package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {
  private static final ID ONE = ID.ofUnsigned(1);
  private static final Timestamp ZERO = Timestamp.of(NTP64.ZERO, ONE);

  static Stream<Executable> callsWithNull() {
    HLC hlc = HLC.create();
    HLC.Builder builder = HLC.builder();
    return Stream.of(
        () -> NTP64.of((Instant) null),
        () -> NTP64.of((Duration) null),
        () -> NTP64.parse(null),
        () -> NTP64.parseRfc3339(null),
        () -> NTP64.ZERO.plus(null),
        () -> NTP64.ZERO.minus(null),
        () -> NTP64.ZERO.until(null),
        () -> NTP64.ZERO.isBefore(null),
        () -> NTP64.ZERO.isAfter(null),
        () -> NTP64.ZERO.compareTo(null),
        () -> ID.ofLittleEndian(null),
        () -> ID.of(null),
        () -> ID.parse(null),
        () -> ONE.compareTo(null),
        () -> Timestamp.of(null, ONE),
        () -> Timestamp.of(NTP64.ZERO, null),
        () -> Timestamp.of(0, null),
        () -> Timestamp.parse(null),
        () -> Timestamp.parseRfc3339(null),
        () -> Timestamp.parseSortable(null),
        () -> ZERO.durationSince(null),
        () -> ZERO.isBefore(null),
        () -> ZERO.isAfter(null),
        () -> ZERO.compareTo(null),
        () -> TimestampFormat.SORTABLE.encode(null),
        () -> TimestampFormat.SORTABLE.encodedSize(null),
        () -> TimestampFormat.SORTABLE.encode(ZERO, null),
        () -> TimestampFormat.SORTABLE.encode(null, ByteBuffer.allocate(30)),
        () -> TimestampFormat.ZENOH.encode(ZERO, null),
        () -> TimestampFormat.SORTABLE.decode((byte[]) null),
        () -> TimestampFormat.SORTABLE.decode((ByteBuffer) null),
        () -> TimestampFormat.ZENOH.encode(null),
        () -> TimestampFormat.ZENOH.encodedSize(null),
        () -> TimestampFormat.ZENOH.encode(null, ByteBuffer.allocate(30)),
        () -> TimestampFormat.ZENOH.decode((byte[]) null),
        () -> TimestampFormat.ZENOH.decode((ByteBuffer) null),
        () -> PhysicalClock.of((InstantSource) null),
        () -> PhysicalClock.of((Supplier<NTP64>) null),
        () -> PhysicalClock.of((InstantSource) () -> null).ntp64(),
        () -> PhysicalClock.of((Supplier<NTP64>) () -> null).ntp64(),
        () -> builder.withId(null),
        () -> builder.withClock(null),
        () -> builder.withMaxDelta(null),
        () -> hlc.updateWithTimestamp(null),
        () -> hlc.tryUpdateWithTimestamp(null),
        () -> hlc.newTimestampAfter(null),
        () -> hlc.updateWithTimestamps(null),
        () -> hlc.updateWithTimestamps(Collections.singletonList(null)),
        () -> hlc.updateWithTimestamps(Arrays.asList(ZERO, null)));
  }

  @ParameterizedTest
  @MethodSource("callsWithNull")
  void shouldRefuseNull(Executable call) {
    assertThrows(NullPointerException.class, call);
  }

  @Test
  void shouldNotEqualOtherThings() {
    assertTrue(!NTP64.ZERO.equals(null) && !ONE.equals(null) && !ZERO.equals(null));
    List<Object> values = List.of(NTP64.ofBits(1), ONE, ZERO);
    assertEquals(3, values.stream().distinct().count());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\t",
        "00",
        "01",
        "+1",
        "-1",
        "-0",
        "1 ",
        " 1",
        "1_0",
        "0x1",
        "1.0",
        "1e3",
        "\u0661",
        "\uff11",
        "1\u0000",
        "1\n",
        "18446744073709551616",
        "28446744073709551615",
        "99999999999999999999",
        "100000000000000000000",
        "a",
        "/",
        "1/1/1",
        "\ud83d\ude00"
      })
  void shouldRefuseTimesThatAreNotCanonical(String text) {
    assertThrows(DateTimeParseException.class, () -> NTP64.parse(text));
    assertThrows(DateTimeParseException.class, () -> Timestamp.parse(text + "/1"));
    assertThrows(DateTimeParseException.class, () -> Timestamp.parseRfc3339(text + "/1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2024-07-01T15:32:06.Z",
        "2024-07-01T15:32:06.1234567890Z",
        "2024-07-01T15:32:06",
        "2024-07-01T15:32:06.5",
        "2024-07-01T15:32:06.123456789",
        "2024-07-01 15:32:06Z",
        "2024-07-01T15:32:06ZZ",
        "2024-07-01T15:32:06Z ",
        "2024-07-01T15:32:06.5ZZ",
        "2024-07-01T15:32:06+24:00",
        "2024-07-01T15:32:06+00:60",
        "2024-07-01T15:32:06+0000",
        "2024-07-01T15:32:06+00",
        "2024-07-01T15:32:06+00:0",
        "2024-07-01T15:32:06+00:000",
        "2024-07-01T15:32:06*00:00",
        "2024-07-01T15:32:06+00.00",
        "2024-07-01T15:32:60Z",
        "2016-12-31T23:59:60Z",
        "2024-07-01T15:60:06Z",
        "2024-07-01T24:00:00Z",
        "2024-07-01T1/:32:06Z",
        "2024-07-01T15::2:06Z",
        "2024-07-01T15:32:0/Z",
        "2024-07-01T15:32:06+01:1/",
        "2024-07-32T15:32:06Z",
        "2023-02-29T15:32:06Z",
        "2024-00-01T15:32:06Z",
        "2024-13-01T15:32:06Z",
        "2024/07/01T15:32:06Z",
        "2024-07-01T15-32-06Z",
        "+024-07-01T15:32:06Z",
        "-024-07-01T15:32:06Z",
        "20240-7-01T15:32:06Z",
        "\u0662024-07-01T15:32:06Z",
        "2024-07-01T15:32:06.\u0661Z",
        "1969-12-31T23:59:59.999999999Z",
        "1970-01-01T00:00:00+00:01",
        "2106-02-07T06:28:16Z",
        "2106-02-07T06:28:15-00:01",
        "9999-12-31T23:59:59Z",
      })
  void shouldRefuseWhatIsNoRfc3339TimeOfTheFormat(String text) {
    DateTimeParseException refusal =
        assertThrows(DateTimeParseException.class, () -> NTP64.parseRfc3339(text));
    assertTrue(
        refusal.getMessage().startsWith("not a time, which must be an RFC 3339 date-time within"));
    assertThrows(DateTimeParseException.class, () -> Timestamp.parseRfc3339(text + "/1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "00",
        "01",
        "A",
        "fF",
        "g",
        "+1",
        "-1",
        " 1",
        "1 ",
        "0x1",
        "\u0661",
        "\uff11",
        "1/",
        "1\u0000",
        "1\u0080",
        "123456789012345678901234567890123",
        "00000000000000000000000000000000"
      })
  void shouldRefuseIdsThatAreNotCanonical(String text) {
    assertThrows(IllegalArgumentException.class, () -> ID.parse(text));
    assertThrows(DateTimeParseException.class, () -> Timestamp.parse("1/" + text));
    assertThrows(
        DateTimeParseException.class, () -> Timestamp.parseRfc3339("1970-01-01T00:00:00Z/" + text));
  }

  @Test
  void shouldRefuseSortableTextThatIsNotCanonical() {
    String good = Timestamp.of(NTP64.MAX, ID.parse("f".repeat(32))).toSortableString();
    assertEquals(good, Timestamp.parseSortable(good).toSortableString());
    List<String> texts =
        List.of(
            "",
            good.substring(1),
            good + "0",
            good.toUpperCase(Locale.ROOT),
            good.replace('-', '/'),
            good.replaceFirst("f", " "),
            good.replaceFirst("f", "\uff10"),
            "0".repeat(16) + '-' + "0".repeat(32));
    for (String text : texts) {
      assertThrows(DateTimeParseException.class, () -> Timestamp.parseSortable(text), text);
    }
  }

  static Stream<Function<String, Object>> parsers() {
    return Stream.of(
        NTP64::parse,
        NTP64::parseRfc3339,
        ID::parse,
        Timestamp::parse,
        Timestamp::parseRfc3339,
        Timestamp::parseSortable,
        text -> Timestamp.parse("1/" + text),
        text -> Timestamp.parseRfc3339("1970-01-01T00:00:00Z/" + text));
  }

  @ParameterizedTest
  @MethodSource("parsers")
  void shouldRefuseAHostileMegabyteWithABoundedMessage(Function<String, Object> parser) {
    for (String piece : List.of("1", "\u0000", "/", "\n", "\ud800")) {
      String text = piece.repeat(1 << 20);
      RuntimeException refusal = assertThrows(RuntimeException.class, () -> parser.apply(text));
      assertTrue(
          refusal instanceof DateTimeParseException || refusal instanceof IllegalArgumentException);
      assertTrue(refusal.getMessage().length() < 250, refusal.getMessage());
      assertTrue(refusal.getMessage().chars().allMatch(c -> c >= ' ' && c <= '~'));
      if (refusal instanceof DateTimeParseException unparsable) {
        assertTrue(unparsable.getParsedString().length() <= 43);
      }
    }
  }

  /** Claims to be endless, and fails when it is read further than any valid text goes. */
  private static final class Endless implements CharSequence {
    @Override
    public int length() {
      return 1 << 30;
    }

    @Override
    public char charAt(int index) {
      if (index > 70) {
        throw new AssertionError("read too far: index=" + index);
      }
      return '1';
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      throw new AssertionError("copied");
    }
  }

  static Stream<Function<CharSequence, Object>> textParsers() {
    return Stream.of(
        NTP64::parse,
        NTP64::parseRfc3339,
        ID::parse,
        Timestamp::parse,
        Timestamp::parseRfc3339,
        Timestamp::parseSortable);
  }

  @ParameterizedTest
  @MethodSource("textParsers")
  void shouldCheckTheLengthFirst(Function<CharSequence, Object> parser) {
    assertThrows(RuntimeException.class, () -> parser.apply(new Endless()));
  }

  @Test
  void shouldQuoteBadTextEscapedAndBounded() {
    assertEquals("", Text.quote(""));
    assertEquals(" ~", Text.quote(" ~"));
    assertEquals("\\u001f\\u007f", Text.quote("\u001f\u007f"));
    assertEquals("a\\u000ab", Text.quote("a\nb"));
    assertEquals("\\u0022\\u005c", Text.quote("\"\\"));
    assertEquals("x".repeat(40), Text.quote("x".repeat(40)));
    assertEquals("x".repeat(40) + "...", Text.quote("x".repeat(41)));
    assertEquals(
        "not a time, which must be an unsigned decimal within 0..18446744073709551615"
            + " without leading zeros:"
            + " text=\"007\"",
        assertThrows(DateTimeParseException.class, () -> NTP64.parse("007")).getMessage());
    assertEquals(
        "not an ID, which must be 1..32 lower-case hexadecimal digits without leading"
            + " zeros: text=\"0x1\"",
        assertThrows(IllegalArgumentException.class, () -> ID.parse("0x1")).getMessage());
  }

  @Test
  void shouldRefuseTimesOutsideTheFormat() {
    Instant end = Instant.parse("2106-02-07T06:28:16Z");
    assertEquals(-5L, NTP64.of(end.minusNanos(1)).bits());
    for (Instant instant : List.of(end, Instant.MAX, Instant.EPOCH.minusNanos(1), Instant.MIN)) {
      assertThrows(DateTimeException.class, () -> NTP64.of(instant));
    }
    for (Duration duration :
        List.of(
            Duration.ofSeconds(1L << 32),
            Duration.ofNanos(-1),
            Duration.ofSeconds(Long.MAX_VALUE),
            Duration.ofSeconds(Long.MIN_VALUE))) {
      assertThrows(DateTimeException.class, () -> NTP64.of(duration));
    }
    assertThrows(DateTimeException.class, () -> NTP64.ofSeconds(0, -1));
    assertThrows(
        DateTimeException.class, () -> NTP64.ofSeconds(NtpBits.MAX_SECONDS, 1_000_000_000));
    assertEquals(-1L << 32, NTP64.ofSeconds(1L << 32, -1_000_000_000).bits());
    assertThrows(ArithmeticException.class, () -> NTP64.ofSeconds(Long.MAX_VALUE, Long.MAX_VALUE));
  }

  @Test
  void shouldRefuseSumsOutsideTheFormat() {
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    Duration shortest = Duration.ofSeconds(Long.MIN_VALUE);
    assertEquals(
        "the sum is out of range, it must be within"
            + " 1970-01-01T00:00:00Z..2106-02-07T06:28:15.999999999Z:"
            + " time=2106-02-07T06:28:15.999999999Z, duration=PT0.000000001S",
        assertThrows(ArithmeticException.class, () -> NTP64.MAX.plus(Duration.ofNanos(1)))
            .getMessage());
    assertEquals(
        "the difference is out of range, it must be within"
            + " 1970-01-01T00:00:00Z..2106-02-07T06:28:15.999999999Z:"
            + " time=1970-01-01T00:00:00.000000000Z, duration=PT0.000000001S",
        assertThrows(ArithmeticException.class, () -> NTP64.ZERO.minus(Duration.ofNanos(1)))
            .getMessage());
    assertThrows(ArithmeticException.class, () -> NTP64.ZERO.plus(Duration.ofNanos(-1)));
    assertThrows(ArithmeticException.class, () -> NTP64.MAX.plus(longest));
    assertThrows(ArithmeticException.class, () -> NTP64.MAX.minus(longest));
    assertThrows(ArithmeticException.class, () -> NTP64.MAX.plus(shortest));
    assertThrows(ArithmeticException.class, () -> NTP64.MAX.minus(shortest));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, (1 << 24) + 1, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void shouldRefuseBatchesOfAWrongSize(int count) {
    HLC hlc = HLC.create();
    assertEquals(
        "the count is out of range, it must be 1..16777216: count=" + count,
        assertThrows(IllegalArgumentException.class, () -> hlc.newTimestamps(count)).getMessage());
    assertEquals(NTP64.ZERO, hlc.lastTime());
  }

  @Test
  void shouldRefuseIdsOfNothing() {
    assertThrows(IllegalArgumentException.class, () -> ID.ofUnsigned(0));
    assertThrows(IllegalArgumentException.class, () -> ID.of(new UUID(0, 0)));
    assertThrows(IllegalArgumentException.class, () -> ID.ofLittleEndian(new byte[0]));
    assertThrows(IllegalArgumentException.class, () -> ID.ofLittleEndian(new byte[16]));
    byte[] tooMany = new byte[17];
    tooMany[0] = 1;
    assertThrows(IllegalArgumentException.class, () -> ID.ofLittleEndian(tooMany));
  }
}
