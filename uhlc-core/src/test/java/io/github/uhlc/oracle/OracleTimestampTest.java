package io.github.uhlc.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.NTP64;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OracleTimestampTest {
  private static final long LAST_MILLIS_OF_NTP = (1L << 32) * 1000 - 1;

  @Test
  void shouldHaveItsParts() {
    OracleTimestamp timestamp = OracleTimestamp.of(1_719_835_200_123L, 262_143);
    assertEquals(1_719_835_200_123L, timestamp.physicalMillis());
    assertEquals(262_143, timestamp.logical());
    assertEquals(1_719_835_200_123L * 262_144 + 262_143, timestamp.packed());
    assertEquals(Instant.parse("2024-07-01T12:00:00.123Z"), timestamp.toInstant());
    assertEquals(timestamp, OracleTimestamp.of(timestamp.packed()));
    assertEquals(timestamp.hashCode(), OracleTimestamp.of(timestamp.packed()).hashCode());
  }

  @Test
  void shouldBeUnsignedAtTheEnds() {
    OracleTimestamp last = OracleTimestamp.of(-1);
    assertEquals((1L << 46) - 1, last.physicalMillis());
    assertEquals("18446744073709551615", last.toString());
    assertTrue(last.isAfter(OracleTimestamp.of(Long.MAX_VALUE)));
    assertTrue(OracleTimestamp.of(0).isBefore(OracleTimestamp.of(Long.MIN_VALUE)));
    assertEquals(last, OracleTimestamp.of((1L << 46) - 1, 262_143));
    assertThrows(DateTimeException.class, last::toNtp64);
    assertFalse(last.isAfter(last));
    assertFalse(last.isBefore(last));
  }

  /** The first tick at or above the millisecond: of 1 ms, 4294967.296 units, it is 268,436 * 16. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "0, 262143, 262143",
    "1, 0, 4294976",
    "1, 5, 4294981",
    "125, 0, 536870912",
    "999, 0, 4290672336",
    "1000, 0, 4294967296"
  })
  void shouldBeAtTheFirstTickOfItsMillisecond(long millis, int logical, long ntp) {
    OracleTimestamp timestamp = OracleTimestamp.of(millis, logical);
    assertEquals(NTP64.ofBits(ntp), timestamp.toNtp64());
    assertEquals(timestamp, OracleTimestamp.ofNtp64(NTP64.ofBits(ntp)));
  }

  @Test
  void shouldRoundDown() {
    assertEquals(OracleTimestamp.of(0, 262_143), OracleTimestamp.ofNtp64(NTP64.ofBits(4_294_975)));
    assertEquals(OracleTimestamp.of(1, 0), OracleTimestamp.ofNtp64(NTP64.ofBits(4_294_976)));
    assertEquals(
        OracleTimestamp.of(LAST_MILLIS_OF_NTP, 262_143), OracleTimestamp.ofNtp64(NTP64.MAX));
  }

  @Test
  void shouldEndWithTheNtp64Format() {
    OracleTimestamp last = OracleTimestamp.of(LAST_MILLIS_OF_NTP, 262_143);
    assertEquals(last, OracleTimestamp.ofNtp64(last.toNtp64()));
    OracleTimestamp beyond = OracleTimestamp.of(LAST_MILLIS_OF_NTP + 1, 0);
    String message = assertThrows(DateTimeException.class, beyond::toNtp64).getMessage();
    assertTrue(message.endsWith("physicalMillis=4294967296000"), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "+1", "01", " 1", "1 ", "1.0", "18446744073709551616", "١", "0x1"})
  void shouldParseNothingButItsOwnText(String text) {
    assertThrows(DateTimeParseException.class, () -> OracleTimestamp.parse(text));
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "70368744177664, 0", "0, -1", "0, 262144"})
  void shouldRefusePartsOutOfRange(long millis, int logical) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> OracleTimestamp.of(millis, logical))
            .getMessage();
    assertTrue(message.matches(".* out of range, .*(physicalMillis|logical)=-?\\d+"), message);
  }

  @Test
  void shouldBeReadBackAsWritten() throws Exception {
    OracleTimestamp timestamp = OracleTimestamp.of(-5);
    NotServingException refusal =
        new NotServingException(TimestampOracle.State.CLOSED, "the oracle is closed");
    List<?> read = (List<?>) read(write(List.of(timestamp, refusal)));
    assertEquals(timestamp, read.get(0));
    assertEquals(TimestampOracle.State.CLOSED, ((NotServingException) read.get(1)).state());
  }

  @Test
  void shouldRefuseARefusalWithoutAState() throws Exception {
    byte[] bytes = write(new NotServingException(null, "no state"));
    assertThrows(InvalidObjectException.class, () -> read(bytes));
  }

  private static byte[] write(Object value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  private static Object read(byte[] bytes) throws Exception {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }
}
