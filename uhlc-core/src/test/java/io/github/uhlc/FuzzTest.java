package io.github.uhlc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.FuzzInput;
import io.github.uhlc.fixture.Seeds;
import io.github.uhlc.fixture.TwinParser;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every parser and decoder over mutated and random input: it takes what was printed or encoded,
 * gives back what it takes in canonical form, or refuses with the documented exception and a
 * bounded, printable message. {@code -Duhlc.fuzz.cases=N} sets the number of cases, {@code
 * -Duhlc.seed=N} replays a run.
 */
class FuzzTest {
  private static final long DEFAULT_CASES = 100_000;
  private static final long CASES = Long.getLong("uhlc.fuzz.cases", DEFAULT_CASES);
  private static final int MAX_MESSAGE = 300;

  /** Where the fraction of a second, or the zone, of an RFC 3339 text starts. */
  private static final int END_OF_SECONDS = "1970-01-01T00:00:00".length();

  private final long seed = Seeds.next();
  private final FuzzInput input = new FuzzInput(seed);

  /** A parser, and the text that what it takes stands for. */
  private record Parser<T>(
      String name,
      Function<Timestamp, String> printer,
      Function<String, T> parser,
      Function<T, String> back,
      Function<String, String> meaning,
      Class<? extends RuntimeException> refusal) {

    /** A parser that takes one canonical form only. */
    static <T> Parser<T> exact(
        String name,
        Function<Timestamp, String> printer,
        Function<String, T> parser,
        Function<T, String> back,
        Class<? extends RuntimeException> refusal) {
      return new Parser<>(name, printer, parser, back, Function.identity(), refusal);
    }

    static Parser<NTP64> ofTimes(Function<String, NTP64> parser) {
      return exact(
          "NTP64.parse",
          t -> t.time().toString(),
          parser,
          NTP64::toString,
          DateTimeParseException.class);
    }
  }

  private static final List<Parser<?>> PARSERS =
      List.of(
          Parser.ofTimes(NTP64::parse),
          new Parser<>(
              "NTP64.parseRfc3339",
              t -> t.time().toRfc3339(),
              NTP64::parseRfc3339,
              time -> time.toInstant().toString(),
              FuzzTest::instant,
              DateTimeParseException.class),
          Parser.exact(
              "ID.parse",
              t -> t.id().toString(),
              ID::parse,
              ID::toString,
              IllegalArgumentException.class),
          Parser.exact(
              "Timestamp.parse",
              Timestamp::toString,
              Timestamp::parse,
              Timestamp::toString,
              DateTimeParseException.class),
          new Parser<>(
              "Timestamp.parseRfc3339",
              Timestamp::toRfc3339,
              Timestamp::parseRfc3339,
              t -> t.time().toInstant() + "/" + t.id(),
              text -> instant(text.split("/", 2)[0]) + "/" + text.split("/", 2)[1],
              DateTimeParseException.class),
          Parser.exact(
              "Timestamp.parseSortable",
              Timestamp::toSortableString,
              Timestamp::parseSortable,
              Timestamp::toSortableString,
              DateTimeParseException.class));

  /** What an RFC 3339 text means to {@code java.time}, whose own offsets end at 18 hours. */
  private static String instant(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    int zone = upper.length() - (upper.endsWith("Z") ? 1 : "+00:00".length());
    assertTrue(zone >= END_OF_SECONDS, "too short");
    Instant local = LocalDateTime.parse(upper.substring(0, zone)).toInstant(ZoneOffset.UTC);
    if (upper.endsWith("Z")) {
      return local.toString();
    }
    String[] offset = upper.substring(zone + 1).split(":", -1);
    long minutes = Long.parseLong(offset[0]) * 60 + Long.parseLong(offset[1]);
    boolean isEast = upper.charAt(zone) == '+';
    return local.minusSeconds(60 * (isEast ? minutes : -minutes)).toString();
  }

  @Test
  void shouldParseCanonicalTextOrRefuse() {
    for (Parser<?> parser : PARSERS) {
      fuzz(parser, CASES / PARSERS.size() + 1);
    }
  }

  private <T> void fuzz(Parser<T> parser, long cases) {
    for (long i = 0; i < cases; i++) {
      String printed = parser.printer().apply(input.timestamp());
      String text = input.oneIn(4) ? input.noise() : input.mutated(printed);
      try {
        check(parser, text, text.equals(printed));
      } catch (RuntimeException | AssertionError e) {
        String where = parser.name() + ", text=" + hex(text) + ", seed=" + seed;
        throw new AssertionError(e.getMessage() + ": " + where, e);
      }
    }
  }

  private static <T> void check(Parser<T> parser, String text, boolean isPrinted) {
    T value;
    try {
      value = parser.parser().apply(text);
    } catch (RuntimeException e) {
      require(!isPrinted, "what was printed was refused");
      require(parser.refusal().isInstance(e), "refused with another exception");
      require(isWellSaid(e), "the message is not well said");
      return;
    }
    require(parser.back().apply(value).equals(parser.meaning().apply(text)), "not canonical");
  }

  @Test
  void shouldTakeNoOtherCharacterForADigit() {
    PARSERS.forEach(FuzzTest::replaceEveryCharacter);
    Parser<NTP64> twin = Parser.ofTimes(text -> NTP64.parse(text.replace('\u00b2', '2')));
    AssertionError found =
        assertThrows(AssertionError.class, () -> replaceEveryCharacter(twin), "takes 10\u00b2");
    assertTrue(found.getMessage().startsWith("not canonical"), found::getMessage);
  }

  /** Puts each Latin-1 character, the ones that a JVM stores in bytes, into each place. */
  private static <T> void replaceEveryCharacter(Parser<T> parser) {
    ID id = ID.parse("123456789abcdef0123456789abcdef0");
    String printed = parser.printer().apply(Timestamp.of(7386690599959157260L, id));
    for (int at = 0; at < printed.length(); at++) {
      for (char c = 0; c < 256; c++) {
        String text = printed.substring(0, at) + c + printed.substring(at + 1);
        check(parser, text, text.equals(printed));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldDecodeWhatItEncodesOrRefuse(TimestampFormat format) {
    fuzz(format, format::decode, CASES / TimestampFormat.values().length + 1);
  }

  private void fuzz(TimestampFormat format, Function<byte[], Timestamp> decoder, long cases) {
    for (long i = 0; i < cases; i++) {
      byte[] encoded = format.encode(input.timestamp());
      byte[] bytes =
          input.oneIn(2)
              ? input.noiseBytes()
              : input.mutated(new String(encoded, ISO_8859_1)).getBytes(ISO_8859_1);
      try {
        check(format, decoder, bytes);
        check(format, decoder, encoded);
        assertEquals(encoded.length, format.encodedSize(decoder.apply(encoded)));
      } catch (RuntimeException | AssertionError e) {
        String where = format + ", bytes=" + HexFormat.of().formatHex(bytes) + ", seed=" + seed;
        throw new AssertionError(e.getMessage() + ": " + where, e);
      }
    }
  }

  /** The array form and the buffer form agree, and a value that comes out can go back in. */
  private static void check(
      TimestampFormat format, Function<byte[], Timestamp> decoder, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    Timestamp fromBuffer;
    try {
      fromBuffer = format.decode(buffer);
      byte[] again = format.encode(fromBuffer);
      byte[] taken = Arrays.copyOf(bytes, buffer.position());
      require(again.length < taken.length || Arrays.equals(again, taken), "other bytes");
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      fromBuffer = null;
      require(buffer.position() == 0, "the position moved");
    }
    try {
      Timestamp timestamp = decoder.apply(bytes);
      require(timestamp.equals(fromBuffer) && !buffer.hasRemaining(), "the forms disagree");
      require(format.decode(format.encode(timestamp)).equals(timestamp), "it does not go back");
      require(format.encodedSize(timestamp) <= bytes.length, "it grew");
    } catch (IllegalArgumentException e) {
      require(isWellSaid(e), "the message is not well said");
      require(fromBuffer == null || buffer.hasRemaining(), "the forms disagree");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldRejectEveryBrokenParser(TwinParser twin) {
    AssertionError found =
        assertThrows(
            AssertionError.class, () -> fuzz(Parser.ofTimes(twin::parse), DEFAULT_CASES / 6));
    assertTrue(found.getMessage().startsWith(twin.finding()), found::getMessage);
  }

  /** The twin does not see what trails the timestamp. */
  @ParameterizedTest
  @EnumSource
  void shouldRejectADecoderThatLeavesBytes(TimestampFormat format) {
    AssertionError found =
        assertThrows(
            AssertionError.class,
            () -> fuzz(format, bytes -> decodedFirst(format, bytes), DEFAULT_CASES / 2));
    assertTrue(found.getMessage().startsWith("the forms disagree"), found::getMessage);
  }

  private static Timestamp decodedFirst(TimestampFormat format, byte[] bytes) {
    try {
      return format.decode(ByteBuffer.wrap(bytes));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("too few", e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-07-01T15:32:06Z",
        "2024-07-01t15:32:06.5z",
        "2024-07-01T15:32:06.123456789+05:45",
        "2024-07-01T15:32:06.1-23:59"
      })
  void shouldKnowWhatJavaTimeMakesOfOffsets(String text) {
    assertEquals(instant(text), NTP64.parseRfc3339(text).toInstant().toString());
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  private static boolean isWellSaid(Throwable refusal) {
    String message = refusal.getMessage();
    return message.length() <= MAX_MESSAGE && message.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_16BE));
  }
}
