package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NTP64Test {
  @Test
  void shouldSplitItsBits() {
    NTP64 time = NTP64.ofBits(0xFEDCBA98_7654321FL);
    assertEquals(0xFEDCBA98L, time.seconds());
    assertEquals(0x7654321FL, time.fraction());
    assertEquals(0xF, time.counter());
    assertEquals(NTP64.ofBits(0xFEDCBA98_76543210L), time.physical());
    assertEquals(0xFEDCBA98L + 0x7654321FL / 0x1p32, time.toSecondsDouble());
    assertEquals(0x1p-32, NTP64.ofBits(1).toSecondsDouble());
    assertEquals(0x1p32, NTP64.MAX.toSecondsDouble());
  }

  @Test
  void shouldSpanTheFormat() {
    assertEquals(Instant.EPOCH, NTP64.ZERO.toInstant());
    assertEquals(Instant.parse("2106-02-07T06:28:15.999999999Z"), NTP64.MAX.toInstant());
    assertEquals(Instant.parse("2038-01-19T03:14:08Z"), NTP64.ofBits(1L << 63).toInstant());
    assertEquals(4294967295999999999L, NTP64.MAX.toNanos());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-07-01T15:32:06.860479001Z",
        "2024-07-01t15:32:06.860479001z",
        "2024-07-01T17:32:06.860479001+02:00",
        "2024-07-01T15:31:06.860479001-00:01",
        "2024-06-30T15:33:06.860479001-23:59",
        "2024-07-01T15:32:06.860479001-00:00",
      })
  void shouldTakeEveryFormOfRfc3339(String text) {
    assertEquals(
        Instant.parse("2024-07-01T15:32:06.860479001Z"), NTP64.parseRfc3339(text).toInstant());
  }

  @Test
  void shouldTakeOffsetsAcrossTheEdgesOfTheFormat() {
    assertEquals(NTP64.ZERO, NTP64.parseRfc3339("1970-01-01T01:00:00+01:00"));
    assertEquals(NTP64.ZERO, NTP64.parseRfc3339("1969-12-31T23:00:00-01:00"));
    assertEquals(NTP64.ofBits(-1L << 32), NTP64.parseRfc3339("2106-02-07T07:28:15+01:00"));
  }
}
