package io.github.uhlc.examples.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import io.github.uhlc.TimestampFormat;
import io.github.uhlc.oracle.OracleTimestamp;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecognizerTest {
  private static final HexFormat HEX = HexFormat.of();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7386690599959157260/33",
        "18446744073709551615/ffffffffffffffffffffffffffffffff",
        "0/1",
        "7386690599959157260/100000000000000000000000000",
        "9223372036854775808/a0"
      })
  void shouldReadEachFormOfATimestamp(String decimal) {
    Timestamp timestamp = Timestamp.parse(decimal);
    String sortable = HEX.formatHex(TimestampFormat.SORTABLE.encode(timestamp));
    String zenoh = HEX.formatHex(TimestampFormat.ZENOH.encode(timestamp));

    assertReads(Form.DECIMAL, timestamp, decimal);
    assertReads(Form.SORTABLE_TEXT, timestamp, timestamp.toSortableString());
    assertReads(Form.SORTABLE_HEX, timestamp, sortable);
    assertReads(Form.SORTABLE_HEX, timestamp, sortable.toUpperCase(Locale.ROOT));
    assertReads(Form.ZENOH_HEX, timestamp, zenoh);
    assertReads(Form.RFC3339, Timestamp.parseRfc3339(timestamp.toRfc3339()), timestamp.toRfc3339());
  }

  @ParameterizedTest
  @CsvSource({
    "7386690599959157260, DECIMAL, 7386690599959157260",
    "0, DECIMAL, 0",
    "18446744073709551615, DECIMAL, 18446744073709551615",
    "99999, DECIMAL, 99999",
    "100000, DECIMAL, 100000",
    "0x0, HEX_NUMBER, 0",
    "0xffffffffffffffff, HEX_NUMBER, 18446744073709551615",
    "1970-01-01T00:00:00Z, RFC3339, 0",
    "2106-02-07T06:28:15.999999999Z, RFC3339, 18446744073709551611",
    "0x6682cbf6dc485a0c, HEX_NUMBER, 7386690599959157260",
    "0XF, HEX_NUMBER, 15",
    "2024-07-01T15:32:06Z, RFC3339, 7386690596263428096",
    "2024-07-01T17:32:06+02:00, RFC3339, 7386690596263428096",
    "2024-07-01 15:32:06z, RFC3339, 7386690596263428096",
    "2024-07-01t15:32:06.860479001Z, RFC3339, 7386690599959157264",
  })
  void shouldReadATimeWithoutId(String text, Form form, String decimal) {
    Reading reading = Recognizer.read(text);

    assertEquals(new Reading(text, form, NTP64.parse(decimal), Optional.empty()), reading);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "  7386690599959157260/33\r",
        "\"7386690599959157260/33\",",
        "'7386690599959157260/33';",
        "[7386690599959157260/33]",
        "\uFEFF7386690599959157260/33\u2003",
        "7386690599959157260/00000000000000000000000000000033",
        "7386690599959157260/00000000-0000-0000-0000-000000000033",
        "6682CBF6DC485A0C-33000000000000000000000000000000",
        "\\x6682cbf6dc485a0c33000000000000000000000000000000",
        "X'6682CBF6DC485A0C33000000000000000000000000000000'",
        "0x8cb4a1e2edfeb2c1660133",
        "8c b4 a1 e2 ed fe b2 c1 66 01 33",
        "8C:B4:A1:E2:ED:FE:B2:C1:66:01:33"
      })
  void shouldDropWhatSurroundsAValueWhereItIsCopiedFrom(String text) {
    Reading reading = Recognizer.read(text);

    assertEquals(Optional.of(Timestamp.parse("7386690599959157260/33")), reading.timestamp());
    assertEquals(text, reading.text());
  }

  @Test
  void shouldTellBinaryFormsOfEqualLengthApart() {
    // A zenoh form of 24 bytes has an ID of 14, and its first byte is above those of before 2038.
    Timestamp zenoh = Timestamp.of(7386690599959157260L, ID.parse("1" + "0".repeat(27)));
    Timestamp last = Timestamp.of(Long.MAX_VALUE, ID.parse("10e" + "0".repeat(29)));

    assertReads(Form.ZENOH_HEX, zenoh, HEX.formatHex(TimestampFormat.ZENOH.encode(zenoh)));
    assertReads(Form.SORTABLE_HEX, last, HEX.formatHex(TimestampFormat.SORTABLE.encode(last)));
  }

  @ParameterizedTest
  @CsvSource({
    "'', no timestamp in any known form",
    "foo, no timestamp in any known form",
    "123456789012345678901, even number of hexadecimal digits",
    "18446744073709551616, unsigned decimal",
    "007, unsigned decimal",
    "-1, no timestamp in any known form",
    "+1, no timestamp in any known form",
    "٣, no timestamp in any known form",
    "1/, not an ID",
    "1/0, not an ID",
    "1/00, not an ID",
    "1/g, not an ID",
    "1/1/1, not an ID",
    "/1, RFC 3339",
    "foo/1, RFC 3339",
    "2024-07-01T15:32:60Z, RFC 3339",
    "2024-07-01T15:32:06, RFC 3339",
    "1969-12-31T23:59:59Z, RFC 3339",
    "2106-02-07T06:28:16Z, RFC 3339",
    "6682cbf6dc485a0c-00000000000000000000000000000000, sortable",
    "6682cbf6dc485a0c00000000000000000000000000000000ab, the size of the ID is out of range",
    "6682cbf6dc485a0c00000000000000000000000000000000, the ID is zero",
    "012345, the size of the ID is out of range",
    "0xfffffffffffffffff, even number of hexadecimal digits",
    "00000, unsigned decimal",
    "000000, the size of the ID is out of range",
    "1234567890123456789012345678901234567890123456789012ab, no timestamp in any known form",
    "abcde, even number of hexadecimal digits",
    "abc, even number of hexadecimal digits",
    "abcd, even number of hexadecimal digits",
    "ab0102ff, the bytes end within",
    "6682cbf6dc485a0c, without 0x these are bytes",
  })
  void shouldRefuseWhatIsNoTimestamp(String text, String reason) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Recognizer.read(text));

    assertTrue(refusal.getMessage().contains(reason), refusal::getMessage);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "262143, 0, 262143", "262144, 1, 0", "\"262145\"; , 1, 1"})
  void shouldReadThePackedNumberOfAnOracle(String text, long millis, int logical) {
    Reading reading = Recognizer.readOracle(text);

    OracleTimestamp expected = OracleTimestamp.of(millis, logical);
    assertEquals(new Reading(text, Form.ORACLE, expected.toNtp64(), Optional.empty()), reading);
    assertEquals(Optional.of(expected), reading.oracle());
  }

  @Test
  void shouldReadPackedNumbersUpToTheEndOfTheFormat() {
    OracleTimestamp last = OracleTimestamp.of(4_294_967_295_999L, OracleTimestamp.MAX_COUNT - 1);
    assertEquals(Optional.of(last), Recognizer.readOracle(last.toString()).oracle());
    String next = Long.toUnsignedString(last.packed() + 1);
    assertEquals(
        "the timestamp is beyond the NTP64 format, which ends before 2106-02-07T06:28:16Z:"
            + " physicalMillis=4294967296000, text="
            + next,
        assertThrows(IllegalArgumentException.class, () -> Recognizer.readOracle(next))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "-1",
        "+1",
        "007",
        "1.0",
        "1/33",
        "0x1",
        "2024-07-01T15:32:06Z",
        "٣",
        "18446744073709551616"
      })
  void shouldRefuseWhatIsNoPackedNumber(String text) {
    assertEquals(
        "this is no packed number of an oracle, which is an unsigned decimal number of 64 bits"
            + " without leading zeros: text="
            + text,
        assertThrows(IllegalArgumentException.class, () -> Recognizer.readOracle(text))
            .getMessage());
  }

  @Test
  void shouldKnowAnEmptyLine() {
    for (String blank : List.of("", " ", "\t\r", "\uFEFF")) {
      assertTrue(Recognizer.isBlank(blank));
    }
    assertFalse(Recognizer.isBlank("0"));
  }

  private static void assertReads(Form form, Timestamp timestamp, String text) {
    Reading expected = new Reading(text, form, timestamp.time(), Optional.of(timestamp.id()));

    assertEquals(expected, Recognizer.read(text));
  }
}
