package io.github.uhlc.bounded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import io.github.uhlc.bounded.SegmentWriter.Said;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClockBoundClockTest {
  private static final long SECOND_NANOS = ClockBoundFixture.SECOND_NANOS;
  private static final long START_NANOS = ClockBoundFixture.START_NANOS;
  private static final Said SAID = Said.synchronizedAt(START_NANOS);

  @TempDir private Path folder;
  private ClockBoundFixture fixture;

  @BeforeEach
  void makeFixture() {
    fixture = new ClockBoundFixture(folder);
  }

  /** The bytes of a segment, by the description of the protocol, on a little-endian machine. */
  @ParameterizedTest
  @CsvSource({
    "1, 4e5a4d4100024243 48000000 0100 0200 e803000000000000 0100000000000000"
        + " d007000000000000 0200000000000000 1027000000000000 50c30000 00000000 02000000 00000000",
    "2, 4e5a4d4100024243 50000000 0200 0200 e803000000000000 0100000000000000"
        + " d007000000000000 0200000000000000 1027000000000000 efcdab8967452301"
        + " 50c30000 02000000 01 00000000000000"
  })
  void shouldReadGoldenBytes(int version, String hex) throws IOException {
    assumeFalse(ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN, "the bytes are little-endian");
    byte[] golden = HexFormat.of().parseHex(hex.replace(" ", ""));
    long marker = version == 1 ? 0 : 0x0123456789ABCDEFL;
    Said said =
        new Said(START_NANOS + 1, 2 * START_NANOS + 2, 10_000, marker, 50_000, 2, version == 2);
    fixture.write(version, said);
    assertArrayEquals(golden, Files.readAllBytes(fixture.segment));

    Files.write(fixture.segment, golden);
    fixture.counterNanos.set(START_NANOS + 1 + SECOND_NANOS);
    try (ClockBoundClock clock = fixture.open()) {
      assertEquals(
          fixture.expected(Duration.ofNanos(60_000), ClockStatus.FREE_RUNNING), clock.now());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldGrowTheBoundByDrift(int version) throws IOException {
    fixture.write(version, SAID);
    try (ClockBoundClock clock = fixture.open()) {
      assertEquals(
          fixture.expected(Duration.ofNanos(10_000), ClockStatus.SYNCHRONIZED), clock.now());
      fixture.pass(Duration.ofSeconds(2));
      assertEquals(
          fixture.expected(Duration.ofNanos(12_000), ClockStatus.SYNCHRONIZED), clock.now());
      TimeInterval now = clock.now();
      assertEquals(now.earliest().bits(), clock.physicalClock(IntervalPoint.EARLIEST).ntp64());
      assertEquals(
          now.latest().plus(Duration.ofNanos(4)).physical().bits(),
          clock.physicalClock(IntervalPoint.LATEST).ntp64());
    }
  }

  /** 5 seconds after the daemon's last word it is taken for silent, after 1000 its word is void. */
  @ParameterizedTest
  @CsvSource({
    "1, 4999999999, SYNCHRONIZED",
    "1, 5000000000, FREE_RUNNING",
    "1, 999999999999, FREE_RUNNING",
    "1, 1000000000000, UNKNOWN",
    "2, 0, FREE_RUNNING",
    "2, 1000000000000, UNKNOWN",
    "0, 0, UNKNOWN",
    "3, 0, DISRUPTED",
    "3, 5000000000, DISRUPTED",
    "1, -999, SYNCHRONIZED",
    "1, -1000, UNKNOWN"
  })
  void shouldHaveTheStatusOfTheDaemonWhileItSpeaks(int said, long ageNanos, ClockStatus status)
      throws IOException {
    fixture.write(2, SAID.withStatus(said));
    try (ClockBoundClock clock = fixture.open()) {
      fixture.counterNanos.addAndGet(ageNanos);
      assertEquals(status, clock.now().status());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldFollowUpdates(int version) throws IOException {
    SegmentWriter writer = fixture.write(version, SAID);
    try (ClockBoundClock clock = fixture.open()) {
      for (int i = 1; i <= 20; i++) {
        fixture.pass(Duration.ofSeconds(1));
        writer.write(Said.synchronizedAt(fixture.counterNanos.get()).withBound(i * 1000L));
        assertEquals(
            fixture.expected(Duration.ofNanos(i * 1000L), ClockStatus.SYNCHRONIZED), clock.now());
      }
    }
  }

  @Test
  void shouldFollowTheGenerationOverItsEnd() throws IOException {
    SegmentWriter writer = fixture.write(2, SAID);
    writer.generation(0xFFFC);
    try (ClockBoundClock clock = fixture.open()) {
      for (int i = 1; i <= 4; i++) {
        writer.write(SAID.withBound(i));
        assertEquals(fixture.expected(Duration.ofNanos(i), ClockStatus.SYNCHRONIZED), clock.now());
      }
      assertEquals(6, writer.generation());
    }
  }

  /** Nine hours later. */
  @Test
  void shouldNotTakeAGenerationThatCameRoundForTheOldOne() throws IOException {
    SegmentWriter writer = fixture.write(2, SAID);
    try (ClockBoundClock clock = fixture.open()) {
      fixture.pass(Duration.ofSeconds(32767));
      writer.put(Said.synchronizedAt(fixture.counterNanos.get()));
      assertEquals(ClockStatus.SYNCHRONIZED, clock.now().status());
    }
  }

  @Test
  void shouldGoOnWithTheLastWordDuringAnUpdate() throws IOException {
    SegmentWriter writer = fixture.write(2, SAID);
    try (ClockBoundClock clock = fixture.open()) {
      TimeInterval before = clock.now();
      writer.beginUpdate();
      writer.put(SAID.withBound(1).withStatus(3));
      assertEquals(before, clock.now());
      writer.endUpdate();
      assertEquals(ClockStatus.DISRUPTED, clock.now().status());
      // The daemon dies during an update: its last word grows old, even if looked for.
      writer.write(SAID);
      assertEquals(ClockStatus.SYNCHRONIZED, clock.now().status());
      writer.beginUpdate();
      fixture.pass(Duration.ofSeconds(6));
      assertEquals(
          fixture.expected(Duration.ofNanos(16_000), ClockStatus.FREE_RUNNING), clock.now());
      fixture.pass(Duration.ofSeconds(994));
      assertEquals(ClockStatus.UNKNOWN, clock.now().status());
    }
  }

  @Test
  void shouldKnowNothingUntilTheSegmentIsInitialized() throws Exception {
    SegmentWriter writer = SegmentWriter.create(fixture.segment, 2);
    try (ClockBoundClock clock = fixture.open()) {
      TimeInterval now = clock.now();
      assertEquals(ClockStatus.UNKNOWN, now.status());
      assertEquals(NTP64.ZERO, now.earliest());
      assertEquals(NTP64.ofBits(fixture.wall.ntp64()), now.estimate());
      assertEquals(NTP64.MAX, now.latest());
      assertEquals(
          "ClockBoundClock[path="
              + fixture.segment
              + ", trouble=the segment is not initialized yet]",
          clock.toString());
      PhysicalClock feed = clock.physicalClock(IntervalPoint.ESTIMATE);
      UnboundedClockException refusal = assertThrows(UnboundedClockException.class, feed::ntp64);
      assertTrue(
          refusal.getMessage().endsWith("trouble=the segment is not initialized yet]"),
          refusal::getMessage);
      writer.initialize(SAID);
      assertEquals(ClockStatus.SYNCHRONIZED, clock.now().status());
      assertTrue(clock.awaitSynchronized(Duration.ofMillis(1), Duration.ZERO));
      // Its daemon starts anew and rebuilds it.
      writer.version(0);
      assertEquals(ClockStatus.SYNCHRONIZED, clock.now().status());
      assertEquals("ClockBoundClock[path=" + fixture.segment + "]", clock.toString());
    }
  }

  @Test
  void shouldFollowAReplacedFileOnceTheOldOneIsSilent() throws IOException {
    fixture.write(2, SAID);
    try (ClockBoundClock clock = fixture.open()) {
      fixture.pass(Duration.ofSeconds(4));
      SegmentWriter writer =
          fixture.replace(1, Said.synchronizedAt(fixture.counterNanos.get()).withBound(7));
      assertEquals(
          fixture.expected(Duration.ofNanos(14_000), ClockStatus.SYNCHRONIZED), clock.now());
      fixture.pass(Duration.ofSeconds(1));
      assertEquals(
          fixture.expected(Duration.ofNanos(1_007), ClockStatus.SYNCHRONIZED), clock.now());
      writer.write(Said.synchronizedAt(fixture.counterNanos.get()).withBound(8));
      assertEquals(fixture.expected(Duration.ofNanos(8), ClockStatus.SYNCHRONIZED), clock.now());
    }
  }

  @Test
  void shouldFindASegmentThatWasDeletedAndMadeAnew() throws IOException {
    fixture.write(2, SAID);
    try (ClockBoundClock clock = fixture.open()) {
      Files.delete(fixture.segment);
      fixture.pass(Duration.ofSeconds(6));
      assertEquals(
          fixture.expected(Duration.ofNanos(16_000), ClockStatus.FREE_RUNNING), clock.now());
      fixture.pass(Duration.ofSeconds(1000));
      assertEquals(ClockStatus.UNKNOWN, clock.now().status());
      SegmentWriter writer = SegmentWriter.create(fixture.segment, 2);
      fixture.pass(Duration.ofSeconds(1));
      assertEquals(ClockStatus.UNKNOWN, clock.now().status());
      writer.initialize(Said.synchronizedAt(fixture.counterNanos.get()));
      assertEquals(ClockStatus.SYNCHRONIZED, clock.now().status());
    }
  }

  @Test
  void shouldLookForAFileOnceASecondAtMost() throws IOException {
    fixture.write(2, SAID);
    try (ClockBoundClock clock = fixture.open()) {
      Files.delete(fixture.segment);
      fixture.pass(Duration.ofSeconds(10));
      assertEquals(ClockStatus.FREE_RUNNING, clock.now().status());
      fixture.write(2, Said.synchronizedAt(fixture.counterNanos.get()));
      fixture.pass(Duration.ofNanos(999_999_999));
      assertEquals(ClockStatus.FREE_RUNNING, clock.now().status());
      fixture.pass(Duration.ofNanos(1));
      assertEquals(ClockStatus.SYNCHRONIZED, clock.now().status());
    }
  }

  /** To a length that is still mapped: reading past the end of all pages would be a fault. */
  @Test
  void shouldKnowNothingOfATruncatedFileUntilItIsWhole() throws IOException {
    fixture.write(2, SAID);
    try (ClockBoundClock clock = fixture.open()) {
      Files.write(fixture.segment, new byte[1]);
      fixture.pass(Duration.ofSeconds(5));
      assertEquals(ClockStatus.UNKNOWN, clock.now().status());
      assertTrue(clock.toString().contains("too short"), clock::toString);
      fixture.write(2, Said.synchronizedAt(fixture.counterNanos.get()));
      fixture.pass(Duration.ofSeconds(1));
      assertEquals(ClockStatus.SYNCHRONIZED, clock.now().status());
    }
  }

  @Test
  void shouldKnowNothingOfAnotherVersionUntilOneIsSupported() throws IOException {
    SegmentWriter writer = fixture.write(2, SAID);
    try (ClockBoundClock clock = fixture.open()) {
      writer.version(3);
      assertEquals(ClockStatus.UNKNOWN, clock.now().status());
      assertEquals(
          "ClockBoundClock[path="
              + fixture.segment
              + ", trouble=the segment's version is not supported, it must be 1 or 2: version=3]",
          clock.toString());
      fixture.pass(Duration.ofSeconds(1));
      fixture.replace(2, Said.synchronizedAt(fixture.counterNanos.get()));
      assertEquals(ClockStatus.SYNCHRONIZED, clock.now().status());
    }
  }

  @Test
  void shouldRefuseWhatIsNoSegment() throws IOException {
    assertThrows(NoSuchFileException.class, fixture::open);
    assertThrows(NoSuchFileException.class, () -> ClockBoundClock.open(fixture.segment));
    assertThrows(NullPointerException.class, () -> ClockBoundClock.open(null));
    Files.write(fixture.segment, new byte[71]);
    assertEquals(
        "the segment of ClockBound is too short, it must have 72 bytes or more: size=71, path="
            + fixture.segment,
        assertThrows(IOException.class, fixture::open).getMessage());
    Files.delete(fixture.segment);
    Files.createDirectory(fixture.segment);
    assertEquals(
        "the segment of ClockBound is no file: path=" + fixture.segment,
        assertThrows(IOException.class, fixture::open).getMessage());
  }

  @Test
  void shouldOpenTheSegmentOfThisMachine() throws IOException {
    Path[] defaults = {Path.of("/var/run/clockbound/shm0"), Path.of("/var/run/clockbound/shm")};
    if (Files.exists(defaults[0]) || Files.exists(defaults[1])) {
      try (ClockBoundClock clock = ClockBoundClock.open()) {
        assertTrue(clock.toString().startsWith("ClockBoundClock[path=/var/run/clockbound/shm"));
      }
    } else {
      NoSuchFileException refusal = assertThrows(NoSuchFileException.class, ClockBoundClock::open);
      assertEquals("/var/run/clockbound/shm0", refusal.getFile());
    }
  }

  /** On the clocks of this machine, which ClockBound's daemon would use. */
  @Test
  void shouldReadTheMachinesClocks() throws Exception {
    fixture.write(2, Said.synchronizedAt(System.nanoTime()));
    try (ClockBoundClock clock = ClockBoundClock.open(fixture.segment)) {
      assertTrue(clock.awaitSynchronized(Duration.ofMillis(1), Duration.ZERO));
      NTP64 latest = clock.now().latest();
      assertTrue(clock.awaitPast(latest, Duration.ofMinutes(1)));
    }
  }

  @Test
  void shouldThrowOnceItIsClosed() throws IOException {
    fixture.write(2, SAID);
    ClockBoundClock clock = fixture.open();
    PhysicalClock feed = clock.physicalClockOrEstimate(IntervalPoint.ESTIMATE);
    clock.close();
    clock.close();
    String message = "the ClockBound clock is closed: path=" + fixture.segment;
    assertEquals(message, assertThrows(IllegalStateException.class, clock::now).getMessage());
    assertEquals(message, assertThrows(IllegalStateException.class, feed::ntp64).getMessage());
    assertEquals("ClockBoundClock[path=" + fixture.segment + ", trouble=closed]", clock.toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldMakeNoGarbage(boolean asksTheDevice) throws IOException {
    Files.write(fixture.device, ClockBoundFixture.vmClock(42));
    fixture.write(2, asksTheDevice ? SAID.withMarker(42) : SAID);
    try (ClockBoundClock clock = fixture.open(() -> 1L << 62)) {
      Garbage.assertNone(clock.physicalClock(IntervalPoint.LATEST));
    }
  }
}
