package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.Values;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lowest and highest timestamps, which range queries take as their bounds. */
@Domain(Values.class)
@Domain(DomainContext.Global.class)
class TimestampBoundsTest {
  private static final String LOWEST_ID = "00000000000000000000000000000001";
  private static final String HIGHEST_ID = "ffffffffffffffffffffffffffffffff";
  private static final Instant END = Instant.parse("2106-02-07T06:28:15.999999999Z");

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 0000000000000000, 0000000000000000",
    "1970-01-01T00:00:00.000000001Z, 0000000000000001, 0000000000000004",
    "1970-01-01T00:00:00.000000002Z, 0000000000000005, 0000000000000008",
    "1970-01-01T00:00:00.500000000Z, 000000007ffffffc, 0000000080000000",
    "1970-01-01T00:00:00.999999998Z, 00000000fffffff4, 00000000fffffff7",
    "1970-01-01T00:00:00.999999999Z, 00000000fffffff8, 00000000ffffffff",
    "1970-01-01T00:00:01Z, 0000000100000000, 0000000100000000",
    "2038-01-19T03:14:07.999999999Z, 7ffffffffffffff8, 7fffffffffffffff",
    "2038-01-19T03:14:08Z, 8000000000000000, 8000000000000000",
    "2106-02-07T06:28:15.999999999Z, fffffffffffffff8, ffffffffffffffff"
  })
  void shouldHaveTheBoundsOfAnInstant(Instant instant, String lowest, String highest) {
    assertEquals(lowest + '-' + LOWEST_ID, Timestamp.lowest(instant).toSortableString());
    assertEquals(highest + '-' + HIGHEST_ID, Timestamp.highest(instant).toSortableString());
  }

  @Property
  void shouldHaveEveryTimestampWithinTheBoundsOfItsInstant(@ForAll Timestamp timestamp) {
    Instant instant = timestamp.toInstant();
    assertEquals(timestamp.time().toInstant(), instant);
    assertFalse(timestamp.isBefore(Timestamp.lowest(instant)));
    assertFalse(timestamp.isAfter(Timestamp.highest(instant)));
  }

  @Property
  void shouldHaveNoTimestampOfAnotherInstantWithinTheBounds(
      @ForAll @LongRange(max = NtpBits.MAX_SECONDS) long seconds,
      @ForAll @IntRange(max = 999_999_999) int nanos) {
    assertTight(Instant.ofEpochSecond(seconds, nanos));
    assertTight(Instant.ofEpochSecond(seconds));
    assertTight(Instant.ofEpochSecond(seconds, 999_999_999));
  }

  private static void assertTight(Instant instant) {
    Timestamp lowest = Timestamp.lowest(instant);
    Timestamp highest = Timestamp.highest(instant);
    assertEquals(instant, lowest.toInstant());
    assertEquals(instant, highest.toInstant());
    if (!instant.equals(Instant.EPOCH)) {
      assertEquals(instant.minusNanos(1), NTP64.ofBits(lowest.ntp64() - 1).toInstant());
      assertEquals(lowest.ntp64() - 1, Timestamp.highest(instant.minusNanos(1)).ntp64());
    }
    if (!instant.equals(END)) {
      assertEquals(instant.plusNanos(1), NTP64.ofBits(highest.ntp64() + 1).toInstant());
      assertEquals(highest.ntp64() + 1, Timestamp.lowest(instant.plusNanos(1)).ntp64());
    }
  }

  @Test
  void shouldHaveTheFirstAndTheLastIdInOrder() {
    byte[] bytes = new byte[ID.MAX_SIZE];
    bytes[ID.MAX_SIZE - 1] = 1;
    assertEquals(ID.ofLittleEndian(bytes), Timestamp.lowest(END).id());
    assertEquals(ID.parse(HIGHEST_ID), Timestamp.highest(END).id());
  }

  @Test
  void shouldSelectTheEventsOfASecondFromSortedKeys() {
    Instant noon = Instant.parse("2050-07-01T12:00:00Z");
    Instant next = noon.plusSeconds(1);
    SettableClock clock = PhysicalClock.settable(noon.minusNanos(10));
    HLC hlc = HLC.builder().withClock(clock).build();
    NavigableMap<String, Instant> read = new TreeMap<>();
    for (Instant now : List.of(noon.minusNanos(10), noon, next.minusNanos(10), next)) {
      clock.set(now);
      read.put(hlc.newTimestamp().toSortableString(), now);
    }
    String from = Timestamp.lowest(noon).toSortableString();
    String to = Timestamp.lowest(next).toSortableString();
    assertEquals(List.of(noon, next.minusNanos(10)), List.copyOf(read.subMap(from, to).values()));
  }

  @Test
  void shouldStampUpToATickBeforeWhatTheClockReadsBetweenSeconds() {
    Instant between = Instant.parse("2024-07-01T12:00:00.000000003Z");
    Timestamp stamp =
        HLC.builder().withClock(PhysicalClock.settable(between)).build().newTimestamp();
    assertTrue(stamp.isBefore(Timestamp.lowest(between)));
    assertFalse(stamp.isBefore(Timestamp.lowest(between.minusNanos(4))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1969-12-31T23:59:59.999999999Z", "2106-02-07T06:28:16Z"})
  void shouldRefuseInstantsOutsideTheFormat(Instant instant) {
    assertThrows(DateTimeException.class, () -> Timestamp.lowest(instant));
    assertThrows(DateTimeException.class, () -> Timestamp.highest(instant));
    assertThrows(DateTimeException.class, () -> Timestamp.lowest(Instant.MIN));
    assertThrows(DateTimeException.class, () -> Timestamp.highest(Instant.MAX));
  }

  @Property
  void shouldReturnTheGreaterOfTwo(@ForAll Timestamp left, @ForAll Timestamp right) {
    List<Timestamp> sorted = List.of(left, right).stream().sorted().toList();
    assertEquals(sorted.get(1), Timestamp.max(left, right));
    assertEquals(sorted.get(1), Timestamp.max(right, left));
    List<NTP64> times = List.of(left.time(), right.time()).stream().sorted().toList();
    assertEquals(times.get(1), NTP64.max(left.time(), right.time()));
    assertEquals(times.get(1), NTP64.max(right.time(), left.time()));
  }
}
