package io.github.uhlc.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.uhlc.NTP64;
import java.time.format.DateTimeParseException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class OracleTimestampProperties {
  @Provide
  Arbitrary<OracleTimestamp> inFormat() {
    return Combinators.combine(
            Arbitraries.longs().between(0, (1L << 32) * 1000 - 1),
            Arbitraries.integers().between(0, 262_143))
        .as(OracleTimestamp::of);
  }

  @Property
  void shouldOrderAsItsNumber(@ForAll long left, @ForAll long right) {
    assertEquals(
        Long.compareUnsigned(left, right),
        OracleTimestamp.of(left).compareTo(OracleTimestamp.of(right)));
  }

  @Property
  void shouldOrderAsItsNtp64(
      @ForAll("inFormat") OracleTimestamp left, @ForAll("inFormat") OracleTimestamp right) {
    assertEquals(
        Integer.signum(left.compareTo(right)),
        Integer.signum(left.toNtp64().compareTo(right.toNtp64())));
  }

  @Property
  void shouldComeBackFromNtp64(@ForAll("inFormat") OracleTimestamp timestamp) {
    assertEquals(timestamp, OracleTimestamp.ofNtp64(timestamp.toNtp64()));
  }

  /** Of a neighbour as well: no two of them share a time, also across milliseconds. */
  @Property
  void shouldBeBeforeItsSuccessor(@ForAll("inFormat") OracleTimestamp timestamp) {
    OracleTimestamp next = OracleTimestamp.of(timestamp.packed() + 1);
    if (next.physicalMillis() < (1L << 32) * 1000) {
      assertEquals(-1, Integer.signum(timestamp.toNtp64().compareTo(next.toNtp64())));
    }
  }

  @Property
  void shouldRoundDownToTheLastThatIsNotAfter(@ForAll long ntp) {
    NTP64 time = NTP64.ofBits(ntp);
    OracleTimestamp rounded = OracleTimestamp.ofNtp64(time);
    assertFalse(rounded.toNtp64().isAfter(time));
    OracleTimestamp next = OracleTimestamp.of(rounded.packed() + 1);
    if (next.physicalMillis() < (1L << 32) * 1000) {
      assertEquals(1, Integer.signum(next.toNtp64().compareTo(time)));
    }
  }

  @Property
  void shouldParseWhatItPrints(@ForAll long packed) {
    OracleTimestamp timestamp = OracleTimestamp.of(packed);
    assertEquals(timestamp, OracleTimestamp.parse(timestamp.toString()));
  }

  @Property
  void shouldPrintWhatItParses(@ForAll String text) {
    try {
      assertEquals(text, OracleTimestamp.parse(text).toString());
    } catch (DateTimeParseException e) {
      assertThrows(DateTimeParseException.class, () -> NTP64.parse(text));
    }
  }
}
