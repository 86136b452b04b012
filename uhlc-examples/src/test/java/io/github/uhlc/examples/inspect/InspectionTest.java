package io.github.uhlc.examples.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.uhlc.NTP64;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.SequenceInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectionTest {
  private static final NTP64 NOW = NTP64.parseRfc3339("2024-07-01T15:32:07Z");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldShowATimestampToPeople() throws IOException {
    inspection(new TextView()).show(readings("7386690599959157260/33"));

    assertEquals(
        """
        read as      decimal
        decimal      7386690599959157260/33
        rfc3339      2024-07-01T15:32:06.860479001Z/33
        sortable     6682cbf6dc485a0c-33000000000000000000000000000000
        sortableHex  6682cbf6dc485a0c33000000000000000000000000000000
        zenohHex     8cb4a1e2edfeb2c1660133
        id           33
        uuid         00000000-0000-0000-0000-000000000033
        hexNumber    0x6682cbf6dc485a0c
        physical     2024-07-01T15:32:06.860478998Z
        counter      12
        from now     0.139520999 s ago
        """,
        out.toString());
  }

  @Test
  void shouldShowATimeWithoutId() throws IOException {
    inspection(new TextView()).show(readings("2024-07-03T17:33:07.5Z"));

    assertEquals(
        """
        read as      rfc3339
        decimal      7387463954517196800
        rfc3339      2024-07-03T17:33:07.500000000Z
        hexNumber    0x66858b5380000000
        physical     2024-07-03T17:33:07.500000000Z
        counter      0
        from now     2 d 2 h 1 min 0.500000000 s ahead
        note         RFC 3339 text is exact to the nanosecond: last bits and counter are lost
        note         over 500 ms ahead, the default max-delta: a clock that is right refuses it
        """,
        out.toString());
  }

  @Test
  void shouldShowATimestampToPrograms() throws IOException {
    inspection(new JsonView()).show(readings("2024-07-01 15:32:06Z/A\"", "5"));

    List<String> lines = out.toString().lines().toList();
    assertEquals(
        """
        {"text":"2024-07-01 15:32:06Z/A\\"","form":"rfc3339","time":"7386690596263428096",\
        "decimal":"7386690596263428096/a","rfc3339":"2024-07-01T15:32:06.000000000Z/a",\
        "sortable":"6682cbf600000000-0a000000000000000000000000000000",\
        "sortableHex":"6682cbf6000000000a000000000000000000000000000000",\
        "zenohHex":"80808080e0feb2c166010a","id":"a",\
        "uuid":"00000000-0000-0000-0000-00000000000a","hexNumber":"0x6682cbf600000000",\
        "physical":"2024-07-01T15:32:06.000000000Z","counter":0,"fromNowNanos":-1000000000,\
        "notes":["RFC 3339 text is exact to the nanosecond: last bits and counter are lost"]}\
        """,
        lines.get(0));
    assertEquals(3, lines.size());
    assertEquals(
        "{\"comparison\":{\"order\":\"after\",\"distanceNanos\":-1719847925999999998,"
            + "\"distanceNtp\":\"-7386690596263428091\"}}",
        lines.get(2));
  }

  @Test
  void shouldShowAPackedNumberToPeople() throws IOException {
    inspection(new TextView()).show(List.of(Recognizer.readOracle(" 450847814938787859, ")));

    assertEquals(
        """
        read as      oracle
        decimal      7386690599957100003
        rfc3339      2024-07-01T15:32:06.860000008Z
        hexNumber    0x6682cbf6dc28f5e3
        packed       450847814938787859
        physical     2024-07-01T15:32:06.860Z
        logical      19
        from now     0.139999992 s ago
        """,
        out.toString());
  }

  @Test
  void shouldShowPackedNumbersToPrograms() throws IOException {
    Inspection inspection =
        new Inspection(
            Recognizer::readOracle, new JsonView(), NOW::bits, out, new PrintWriter(err, true));
    assertFalse(inspection.showLines(stream("450847814938787859\n0x1\n\n262144\n")));

    List<String> lines = out.toString().lines().toList();
    assertEquals(
        """
        {"text":"450847814938787859","form":"oracle","time":"7386690599957100003",\
        "decimal":"7386690599957100003","rfc3339":"2024-07-01T15:32:06.860000008Z",\
        "hexNumber":"0x6682cbf6dc28f5e3","packed":"450847814938787859",\
        "physical":"2024-07-01T15:32:06.860Z","logical":19,"fromNowNanos":-139999992}\
        """,
        lines.get(0));
    assertEquals(3, lines.size());
    assertTrue(lines.get(2).startsWith("{\"comparison\":{\"order\":\"after\""), lines.get(2));
    assertEquals(
        "uhlc-examples: line 2: this is no packed number of an oracle, which is an unsigned decimal"
            + " number of 64 bits without leading zeros: text=0x1\n",
        err.toString());
  }

  @Test
  void shouldEscapeWhatItWasGiven() throws IOException {
    String text = "\u2003\"\u0000/\u2028";
    inspection(new JsonView())
        .show(List.of(new Reading(text, Form.DECIMAL, NTP64.ZERO, Optional.empty())));

    assertTrue(out.toString().chars().allMatch(c -> c == '\n' || (c >= ' ' && c <= '~')));
    assertEquals(text, new ObjectMapper().readTree(out.toString()).get("text").textValue());
  }

  @ParameterizedTest
  @CsvSource({
    "1/1, 2/1, the first is before the second, 0.000000000 s (1 units, yes",
    "2/1, 1/2, the first is after the second, 0.000000000 s (-1 units, no",
    "0/1, 4294967296/1, the first is before the second, 1.000000000 s (4294967296 units, yes",
    "0/1, 18446744073709551615/1, the first is before the second, "
        + "49710 d 6 h 28 min 15.999999999 s (18446744073709551615 units, yes",
    "18446744073709551615, 0/1, the first is after the second, "
        + "-49710 d 6 h 28 min 15.999999999 s (-18446744073709551615 units, unknown",
    "7/1, 7/1, they are equal, 0.000000000 s (0 units, yes",
    "'7/100', '7/1', 'the first is before the second, the IDs decide', 0.000000000 s (0 units, no",
    "7, 7/1, they are equal, 0.000000000 s (0 units, unknown",
  })
  void shouldCompareTwo(String first, String second, String order, String distance, String sameId)
      throws IOException {
    inspection(new TextView()).show(readings(first, second));

    String shown = out.toString();
    String expected =
        "order        " + order + "\ndistance     " + distance + " of 2^-32 s)\nsame id      ";
    assertTrue(
        shown.replace("0.000000001 s (", "0.000000000 s (").endsWith(expected + sameId + '\n'),
        shown);
  }

  @Test
  void shouldCompareNeitherOneNorThree() throws IOException {
    inspection(new TextView()).show(readings("1/1"));
    inspection(new TextView()).show(readings("1/1", "2/1", "3/1"));

    assertFalse(out.toString().contains("order"));
  }

  @ParameterizedTest
  @CsvSource({
    "1719847926, seconds, 2024-07-01T15:32:06Z",
    "1719847926001, milliseconds, 2024-07-01T15:32:06.001Z",
    "1719847926000001, microseconds, 2024-07-01T15:32:06.000001Z",
    "1719847926000000001, nanoseconds, 2024-07-01T15:32:06.000000001Z",
  })
  void shouldNoteANumberThatIsRatherUnixTime(String number, String unit, String instant)
      throws IOException {
    inspection(new TextView()).show(readings(number));

    String note = "as " + unit + " since 1970 it would be " + instant + "\n";
    assertTrue(out.toString().endsWith(note), out::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "946684800, false", // 2000-01-01T00:00:00Z, in seconds and so on
    "946684801, true",
    "4291747199, true",
    "4291747200, false", // 2106-01-01T00:00:00Z
    "946684800000, false",
    "946684800001, true",
    "4291747199999, true",
    "4291747200000, false",
    "946684800000000, false",
    "946684800000001, true",
    "4291747199999999, true",
    "4291747200000000, false",
    "946684800000000000, false",
    "946684800000000001, true",
    "4291747199999999999, false", // As NTP64 it is in 2001, which is likely enough.
    "4065980255620300800, true", // 2000-01-01T00:00:00Z as NTP64, the last that is not likely
    "4065980255620300801, false",
    "9223372036854775808, false",
  })
  void shouldNoteUnixTimeOnlyFrom2000To2106(String number, boolean noted) throws IOException {
    inspection(new TextView()).show(readings(number));

    assertEquals(noted, out.toString().contains("since 1970 it would be"), out::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "248167740211200000, ''", // 2000-01-01T00:00:00Z
    "248167740211462144, 2000-01-01T00:00:00.001Z",
    "450847814938787859, 2024-07-01T15:32:06.860Z",
    "1719847926000000001, ''", // nanoseconds since 1970
    "7386690599959157260, ''", // NTP64
  })
  void shouldNoteANumberThatIsRatherOfAnOracle(String number, String instant) throws IOException {
    inspection(new TextView()).show(readings(number));

    String note = "note         as the packed number of an oracle (--oracle) it would be ";
    assertEquals(!instant.isEmpty(), out.toString().contains(note), out::toString);
    assertTrue(out.toString().endsWith(instant + "\n"), out::toString);
  }

  @ParameterizedTest
  @CsvSource({"2147483647, false", "2147483648, false", "2147483649, true"})
  void shouldNoteATimeBeyondMaxDeltaOnly(long aheadNtp, boolean noted) throws IOException {
    inspection(new TextView()).show(readings(Long.toUnsignedString(NOW.bits() + aheadNtp) + "/1"));

    assertEquals(noted, out.toString().contains("default max-delta"), out::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "0, now",
    "1, 0.000000001 s ahead",
    "-1, 0.000000001 s ago",
    "59999999999, 59.999999999 s ahead",
    "60000000000, 1 min 0.000000000 s ahead",
    "3599999999999, 59 min 59.999999999 s ahead",
    "3600000000000, 1 h 0 min 0.000000000 s ahead",
    "86399999999999, 23 h 59 min 59.999999999 s ahead",
    "-86400000000000, 1 d 0 h 0 min 0.000000000 s ago",
  })
  void shouldSayHowFarATimeIsFromNow(long nanos, String distance) throws IOException {
    String time = NOW.toInstant().plusNanos(nanos).toString();
    inspection(new TextView()).show(readings(time));

    assertTrue(out.toString().contains("\nfrom now     " + distance + "\n"), out::toString);
  }

  @Test
  void shouldReadALineOfTheGreatestLengthAndNoLongerOne() throws IOException {
    String longest = "1/1" + " ".repeat(Inspection.MAX_LINE_BYTES - 3);

    assertTrue(inspection(new JsonView()).showLines(stream(longest + "\n" + longest)));
    assertFalse(inspection(new JsonView()).showLines(stream(longest + " \n")));
    assertFalse(inspection(new JsonView()).showLines(stream(longest + " ")));
    assertEquals(
        Collections.nCopies(
            2, "uhlc-examples: line 1: too long, it must have at most 1000 bytes: bytes=1001"),
        err.toString().lines().toList());
  }

  @Test
  void shouldGoOnAfterABadLine() throws IOException {
    String lines = "1/1\nfoo\n\n\r\n " + "9".repeat(2_000) + "\n2/1\r\n1/\u0007";

    assertFalse(inspection(new JsonView()).showLines(stream(lines)));

    assertEquals(3, out.toString().lines().count(), "two timestamps and how they compare");
    assertEquals(
        List.of(
            "uhlc-examples: line 2: this is no timestamp in any known form: text=foo",
            "uhlc-examples: line 5: too long, it must have at most 1000 bytes: bytes=2001",
            "uhlc-examples: line 7: not an ID, which must be 1..32 lower-case hexadecimal digits"
                + " without leading zeros: text=\"\\u0007\""),
        err.toString().lines().toList());
  }

  @Test
  void shouldSkipALineThatIsNotUtf8() throws IOException {
    InputStream lines = new ByteArrayInputStream(new byte[] {(byte) 0xc3, '\n', '1', '/', '1'});

    assertFalse(inspection(new JsonView()).showLines(lines));

    assertEquals(1, out.toString().lines().count());
    assertEquals(List.of("uhlc-examples: line 1: not UTF-8"), err.toString().lines().toList());
  }

  @Test
  void shouldShowALineBeforeTheNextOneComes() throws IOException {
    InputStream first = stream("1/1\n");
    InputStream second =
        new InputStream() {
          @Override
          public int read() {
            return -1;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            assertEquals(1, out.toString().lines().count());
            return -1;
          }
        };
    // Buffered, as the command does.
    BufferedWriter buffered = new BufferedWriter(out);
    Inspection inspection =
        new Inspection(
            Recognizer::read, new JsonView(), NOW::bits, buffered, new PrintWriter(err, true));

    assertTrue(inspection.showLines(new SequenceInputStream(first, second)));
  }

  private Inspection inspection(View view) {
    return new Inspection(Recognizer::read, view, NOW::bits, out, new PrintWriter(err, true));
  }

  private static List<Reading> readings(String... texts) {
    return Stream.of(texts).map(Recognizer::read).toList();
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
