package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.ManualClock;
import io.github.uhlc.fixture.Vectors;
import io.github.uhlc.fixture.Vectors.Row;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class VectorsTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void shouldConvertDurations() {
    Vectors.forEach(
        "uhlc/duration_to_ntp64.tsv",
        row -> {
          long seconds = Long.parseLong(row.text(0));
          int nanos = Integer.parseInt(row.text(1));
          assertEquals(bits(row, 2), NTP64.ofSeconds(seconds, nanos).bits());
          assertEquals(bits(row, 2), NTP64.of(Duration.ofSeconds(seconds, nanos)).bits());
        });
  }

  @Test
  void shouldShowTimes() {
    Vectors.forEach(
        "uhlc/ntp64.tsv",
        row -> {
          NTP64 time = NTP64.ofBits(bits(row, 0));
          assertEquals(row.text(1), Long.toString(time.seconds()));
          assertEquals(row.text(2), Integer.toString(time.subsecNanos()));
          assertEquals(row.text(3), Long.toString(time.toNanos()));
          assertEquals(row.text(4), time.toString());
          assertEquals(row.text(5), time.toRfc3339());
        });
  }

  @Test
  void shouldParseTimes() {
    Vectors.forEach("uhlc/ntp64_decimal.tsv", row -> checkTime(row, NTP64::parse));
    Vectors.forEach("uhlc/ntp64_rfc3339.tsv", row -> checkTime(row, NTP64::parseRfc3339));
  }

  private static void checkTime(Row row, Function<String, NTP64> parser) {
    if (row.isError(1)) {
      assertThrows(DateTimeParseException.class, () -> parser.apply(row.text(0)));
    } else {
      assertEquals(bits(row, 1), parser.apply(row.text(0)).bits());
    }
  }

  @Test
  void shouldReadIdsFromBytes() {
    Vectors.forEach(
        "uhlc/id_bytes.tsv",
        row -> {
          byte[] bytes = HEX.parseHex(row.text(0));
          if (row.isError(1)) {
            assertThrows(IllegalArgumentException.class, () -> ID.ofLittleEndian(bytes));
          } else {
            ID id = ID.ofLittleEndian(bytes);
            assertArrayEquals(HEX.parseHex(row.text(2)), id.toLittleEndianBytes());
            assertEquals(row.text(3), Integer.toString(id.size()));
            assertEquals(row.text(4), id.toString());
          }
        });
  }

  @Test
  void shouldParseIds() {
    Vectors.forEach(
        "uhlc/id_text.tsv",
        row -> {
          if (row.isError(1)) {
            assertThrows(IllegalArgumentException.class, () -> ID.parse(row.text(0)));
          } else {
            ID id = ID.parse(row.text(0));
            assertArrayEquals(HEX.parseHex(row.text(2)), id.toLittleEndianBytes());
            assertEquals(row.text(0), id.toString());
          }
        });
  }

  @Test
  void shouldParseTimestamps() {
    Vectors.forEach("uhlc/timestamp_decimal.tsv", row -> checkTimestamp(row, Timestamp::parse));
    Vectors.forEach(
        "uhlc/timestamp_rfc3339.tsv", row -> checkTimestamp(row, Timestamp::parseRfc3339));
  }

  private static void checkTimestamp(Row row, Function<String, Timestamp> parser) {
    if (row.isError(1)) {
      assertThrows(DateTimeParseException.class, () -> parser.apply(row.text(0)));
    } else {
      String[] expected = row.text(1).split("/", -1);
      Timestamp timestamp = parser.apply(row.text(0));
      assertEquals(expected[0], timestamp.time().toString());
      assertEquals(expected[1], HEX.formatHex(timestamp.id().toLittleEndianBytes()));
    }
  }

  @Test
  void shouldOrderTimestamps() {
    Vectors.forEach(
        "uhlc/timestamp_order.tsv",
        row -> {
          Timestamp left = Timestamp.parse(row.text(0));
          Timestamp right = Timestamp.parse(row.text(1));
          int sign = Integer.parseInt(row.text(2));
          assertEquals(sign, Integer.signum(left.compareTo(right)));
          assertEquals(sign < 0, left.isBefore(right));
          assertEquals(sign > 0, left.isAfter(right));
          assertEquals(
              sign, Integer.signum(left.toSortableString().compareTo(right.toSortableString())));
        });
  }

  @Test
  void shouldEncodeAndDecodeAsZenoh() {
    Vectors.forEach(
        "zenoh/timestamp.tsv",
        row -> {
          Timestamp timestamp = Timestamp.parse(row.text(0));
          assertEquals(row.text(1), HEX.formatHex(TimestampFormat.ZENOH.encode(timestamp)));
          assertEquals(timestamp, TimestampFormat.ZENOH.decode(HEX.parseHex(row.text(1))));
        });
    Vectors.forEach(
        "zenoh/decode_only.tsv",
        row -> {
          byte[] bytes = HEX.parseHex(row.text(0));
          if (row.isError(1)) {
            assertThrows(IllegalArgumentException.class, () -> TimestampFormat.ZENOH.decode(bytes));
          } else {
            assertEquals(row.text(1), TimestampFormat.ZENOH.decode(bytes).toString());
          }
        });
  }

  /** The three checks are those of the vectors' own description. */
  @Test
  void shouldFollowTheTracesOfTheReferenceClock() {
    Trace[] trace = new Trace[1];
    Vectors.forEach(
        "uhlc/hlc_traces.tsv",
        row -> {
          switch (row.text(0)) {
            case "hlc" -> trace[0] = new Trace(row);
            case "new" -> trace[0].issue(row);
            case "update" -> trace[0].update(row);
            default -> throw new AssertionError("unknown step");
          }
        });
  }

  private static final class Trace {
    private final ManualClock clock = ManualClock.at(0);
    private final HLC hlc;
    private long greatest;

    Trace(Row row) {
      Duration maxDelta = Duration.ofMillis(Long.parseLong(row.text(2)));
      hlc =
          HLC.builder()
              .withId(ID.parse(row.text(1)))
              .withClock(clock)
              .withMaxDelta(maxDelta)
              .build();
    }

    void issue(Row row) {
      clock.set(bits(row, 1));
      Timestamp timestamp = hlc.newTimestamp();
      assertTrue(NtpBits.isAfter(timestamp.ntp64(), greatest), "greater than all before");
      assertFalse(timestamp.time().isBefore(NTP64.ofBits(bits(row, 1)).physical()), "not behind");
      assertFalse(NtpBits.isAfter(timestamp.ntp64(), bits(row, 2)), "at most the reference");
      greatest = timestamp.ntp64();
    }

    void update(Row row) {
      clock.set(bits(row, 1));
      Timestamp received = Timestamp.of(bits(row, 2), ID.parse(row.text(3)));
      boolean accepted = hlc.tryUpdateWithTimestamp(received);
      assertEquals(row.text(4), accepted ? "ok" : "exceeding");
      if (accepted) {
        greatest = NtpBits.max(greatest, received.ntp64());
      }
    }
  }

  private static long bits(Row row, int column) {
    return Long.parseUnsignedLong(row.text(column));
  }
}
