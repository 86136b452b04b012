package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IDTest {
  @Test
  void shouldDrawEveryBitAtRandom() {
    long[] ones = new long[2];
    long[] zeros = new long[2];
    for (int i = 0; i < 64; i++) {
      ID id = ID.random();
      ones[0] |= id.high();
      ones[1] |= id.low();
      zeros[0] |= ~id.high();
      zeros[1] |= ~id.low();
    }
    for (int half = 0; half < 2; half++) {
      assertEquals(-1, ones[half] & zeros[half]);
    }
  }

  @Test
  void shouldNeverDrawTheSameIdTwice() {
    assertEquals(1000, Stream.generate(ID::random).limit(1000).distinct().count());
  }

  /** In the order of their little-endian bytes. */
  @Test
  void shouldOrderByLittleEndianBytes() {
    List<ID> ordered =
        Stream.of("10000000000000000", "100", "1", "8000000000000001", "2", "80", "ff")
            .map(ID::parse)
            .toList();
    assertEquals(ordered, ordered.stream().sorted().toList());
    assertTrue(ID.parse("10000000000000001").compareTo(ID.parse("20000000000000001")) < 0);
    assertTrue(ID.parse("10000000000000001").compareTo(ID.parse("800000000000000000000001")) > 0);
  }

  @Test
  void shouldSpreadHashCodes() {
    long distinct =
        Stream.iterate(1L, number -> number + 1)
            .limit(1000)
            .mapToInt(number -> ID.ofUnsigned(number).hashCode())
            .distinct()
            .count();
    assertTrue(distinct > 990, () -> "distinct=" + distinct);
    assertTrue(NTP64.ofBits(1).hashCode() != NTP64.ofBits(2).hashCode());
    Timestamp first = Timestamp.of(1, ID.ofUnsigned(1));
    assertTrue(first.hashCode() != Timestamp.of(2, ID.ofUnsigned(1)).hashCode());
    assertTrue(first.hashCode() != Timestamp.of(1, ID.ofUnsigned(2)).hashCode());
  }

  @Test
  void shouldRefuseTheCharactersThatComeAfterLatin1() {
    for (char c : new char[] {'\u0100', '\u0101', '\uFFFF'}) {
      assertThrows(IllegalArgumentException.class, () -> ID.parse("1" + c));
    }
  }
}
