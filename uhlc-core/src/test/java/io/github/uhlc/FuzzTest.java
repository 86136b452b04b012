package io.github.uhlc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Every parser and decoder over mutated and random input: it gives back what it takes in canonical
 * form, or refuses with the documented exception and a bounded, printable message. {@code
 * -Duhlc.fuzz.cases=N} sets the number of cases, {@code -Duhlc.seed=N} replays a run.
 */
class FuzzTest {
  private static final int CASES = Integer.getInteger("uhlc.fuzz.cases", 100_000);
  private static final int MAX_MESSAGE = 300;
  private static final String ALPHABET =
      "0123456789abcdefABCDEF/-:.+TZtz \t\n\u0000\u0661\uff11\u00e9";

  private final long seed = Seeds.next();
  private final RandomGenerator random = Seeds.random(seed);

  /** A parser, and the text it must give back; null where that need not be the same text. */
  private record Parser(
      String name,
      Function<Timestamp, String> printer,
      Function<String, Object> parser,
      Function<Object, String> back,
      Class<? extends RuntimeException> refusal) {}

  private static final List<Parser> PARSERS =
      List.of(
          new Parser(
              "NTP64.parse",
              t -> t.time().toString(),
              NTP64::parse,
              Object::toString,
              DateTimeParseException.class),
          new Parser(
              "NTP64.parseRfc3339",
              t -> t.time().toRfc3339(),
              NTP64::parseRfc3339,
              null,
              DateTimeParseException.class),
          new Parser(
              "ID.parse",
              t -> t.id().toString(),
              ID::parse,
              Object::toString,
              IllegalArgumentException.class),
          new Parser(
              "Timestamp.parse",
              Timestamp::toString,
              Timestamp::parse,
              Object::toString,
              DateTimeParseException.class),
          new Parser(
              "Timestamp.parseRfc3339",
              Timestamp::toRfc3339,
              Timestamp::parseRfc3339,
              null,
              DateTimeParseException.class),
          new Parser(
              "Timestamp.parseSortable",
              Timestamp::toSortableString,
              Timestamp::parseSortable,
              t -> ((Timestamp) t).toSortableString(),
              DateTimeParseException.class));

  @Test
  void shouldParseCanonicalTextOrRefuse() {
    for (int i = 0; i < CASES; i++) {
      Parser parser = PARSERS.get(i % PARSERS.size());
      String text = i % 4 == 0 ? noise() : mutated(parser.printer().apply(timestamp()));
      try {
        Object value = parser.parser().apply(text);
        if (parser.back() != null && !parser.back().apply(value).equals(text)) {
          throw new AssertionError("not canonical");
        }
      } catch (RuntimeException | AssertionError e) {
        if (!parser.refusal().isInstance(e) || !isWellSaid(e)) {
          throw new AssertionError(parser.name() + ", text=" + hex(text) + ", seed=" + seed, e);
        }
      }
    }
  }

  @Test
  void shouldDecodeWhatItEncodesOrRefuse() {
    for (int i = 0; i < CASES; i++) {
      TimestampFormat format = i % 2 == 0 ? TimestampFormat.SORTABLE : TimestampFormat.ZENOH;
      byte[] bytes =
          i % 4 < 2
              ? random(random.nextInt(40))
              : mutated(new String(format.encode(timestamp()), ISO_8859_1)).getBytes(ISO_8859_1);
      try {
        check(format, bytes);
      } catch (RuntimeException | AssertionError e) {
        String where = format + ", bytes=" + HexFormat.of().formatHex(bytes);
        throw new AssertionError(where + ", seed=" + seed, e);
      }
    }
  }

  /** The array form and the buffer form agree, and a value that comes out can go back in. */
  private static void check(TimestampFormat format, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    Timestamp fromBuffer;
    try {
      fromBuffer = format.decode(buffer);
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      fromBuffer = null;
      require(buffer.position() == 0, "the position moved");
    }
    try {
      Timestamp timestamp = format.decode(bytes);
      require(timestamp.equals(fromBuffer) && !buffer.hasRemaining(), "the forms disagree");
      require(format.decode(format.encode(timestamp)).equals(timestamp), "it does not go back");
      require(format.encodedSize(timestamp) <= bytes.length, "it grew");
    } catch (IllegalArgumentException e) {
      require(isWellSaid(e), "the message is not well said");
      require(fromBuffer == null || buffer.hasRemaining(), "the forms disagree");
    }
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

  private Timestamp timestamp() {
    long shift = random.nextInt(64);
    byte[] id = random(random.nextInt(1, ID.MAX_SIZE + 1));
    id[0] |= 1;
    return Timestamp.of(random.nextLong() >>> shift, ID.ofLittleEndian(id));
  }

  /** A text with up to three characters changed, dropped, doubled or put in, or cut or repeated. */
  private String mutated(String text) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = random.nextInt(4); i > 0 && mutated.length() > 0; i--) {
      int at = random.nextInt(mutated.length());
      switch (random.nextInt(6)) {
        case 0 -> mutated.setCharAt(at, character());
        case 1 -> mutated.deleteCharAt(at);
        case 2 -> mutated.insert(at, mutated.charAt(at));
        case 3 -> mutated.insert(at, character());
        case 4 -> mutated.setLength(at);
        default -> mutated.append(text, 0, Math.min(at, text.length()));
      }
    }
    return mutated.toString();
  }

  private String noise() {
    StringBuilder noise = new StringBuilder();
    for (int i = random.nextInt(80); i > 0; i--) {
      noise.append(random.nextInt(20) == 0 ? (char) random.nextInt(1 << 16) : character());
    }
    return noise.toString();
  }

  private char character() {
    return ALPHABET.charAt(random.nextInt(ALPHABET.length()));
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    if (random.nextInt(4) == 0) {
      Arrays.fill(bytes, (byte) (random.nextBoolean() ? 0 : 0x80));
    }
    return bytes;
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_16BE));
  }
}
