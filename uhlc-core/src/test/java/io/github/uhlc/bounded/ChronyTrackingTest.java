package io.github.uhlc.bounded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.bounded.FakeChronyd.Report;
import io.github.uhlc.fixture.Seeds;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChronyTrackingTest {
  private static final long ASKED_NANOS = 7;
  private static final long NOW_SECONDS = 2_540_000_000L;
  private static final int FUZZ_CASES = 50_000;
  private static final Report REPORT =
      Report.of(-0.001, 0.002, 0.003).withReference(NOW_SECONDS, 16);

  private static ErrorBound parse(Report report) {
    return parse(report.toReply(1));
  }

  private static ErrorBound parse(ByteBuffer reply) {
    return ChronyTracking.parse(reply, ASKED_NANOS, NOW_SECONDS);
  }

  @Test
  void shouldAskForTheTrackingReport() {
    String head = "06010000" + "00210000" + "deadbeef";
    assertArrayEquals(
        HexFormat.of().parseHex(head + "00".repeat(92)),
        ChronyTracking.request(0xDEADBEEF).array());
  }

  /** The bytes of an answer, by the description of the protocol. */
  @Test
  void shouldReadGoldenBytes() {
    String head =
        "06020000" + "0021" + "0005" + "0000" + "000000000000" + "deadbeef" + "00".repeat(8);
    String source = "a9fea97b" + "a9fea97b" + "00".repeat(12) + "0001" + "0000" + "0004" + "0000";
    String reference = "00000000" + "97654321" + "075bcd15";
    // -2^-10, then four that do not matter, with 2^-9, 2^-8 and 16 at the end.
    String numbers = "f1800000" + "00".repeat(20) + "f2800000" + "f4800000" + "0c800000";
    ByteBuffer reply =
        ByteBuffer.wrap(HexFormat.of().parseHex(head + source + reference + numbers));
    assertTrue(ChronyTracking.isAnswer(reply, 0xDEADBEEF));
    ErrorBound bound = ChronyTracking.parse(reply, ASKED_NANOS, 0x97654321L);
    assertEquals(ASKED_NANOS, bound.asOfNanos());
    assertEquals(1_000_000_000_000L, bound.validNanos());
    assertEquals(50_000, bound.maxDriftPpb());
    assertEquals(ClockStatus.SYNCHRONIZED, bound.status(0));
    assertEquals("", bound.trouble());
    // 1/1024 + 1/1024 + 1/256 s, and a little for what the sender has rounded.
    assertTrue(bound.errorNanos() >= 5_859_375 && bound.errorNanos() <= 5_859_380, bound::toString);
  }

  @Test
  void shouldAddUpTheError() {
    long errorNanos = parse(REPORT).errorNanos();
    assertTrue(errorNanos >= 5_000_000 && errorNanos <= 5_000_005, () -> "error=" + errorNanos);
    long without = parse(Report.of(0, 0, 0).withReference(NOW_SECONDS, 16)).errorNanos();
    assertEquals(1, without, "it counts in nanoseconds");
  }

  /** Numbers of any size, of which the sender has cut off the end. */
  @ParameterizedTest
  @ValueSource(
      doubles = {1e-10, 1e-9, 1e-6, 0.000123456789, 0.1, 0.999999999, 1, 2, 3.3, 1000, 4e9})
  void shouldNotBeBelowWhatWasSent(double seconds) {
    for (Report report :
        new Report[] {
          Report.of(seconds, 0, 0),
          Report.of(-seconds, 0, 0),
          Report.of(0, 2 * seconds, 0),
          Report.of(0, 0, seconds)
        }) {
      double errorNanos = parse(report.withReference(NOW_SECONDS, 16)).errorNanos();
      assertTrue(errorNanos >= seconds * 1e9, () -> report + ": " + errorNanos);
      assertTrue(errorNanos <= seconds * 1e9 * (1 + 0x1p-21) + 2, () -> report + ": " + errorNanos);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 16, SYNCHRONIZED",
    "-100000, 16, SYNCHRONIZED",
    "128, 16, SYNCHRONIZED",
    "129, 16, FREE_RUNNING",
    "8, 0.015625, SYNCHRONIZED",
    "9, 0.015625, FREE_RUNNING",
    "9, -5, FREE_RUNNING",
    "2540000000, 16, FREE_RUNNING"
  })
  void shouldRunFreeWithoutRecentWordOfTheSources(
      long ageSeconds, double intervalSeconds, ClockStatus status) {
    Report report = REPORT.withReference(NOW_SECONDS - ageSeconds, intervalSeconds);
    assertEquals(status, parse(report).status(0));
  }

  /** Those of which a chronyd with seconds of 32 bits has only the low half. */
  @ParameterizedTest
  @CsvSource({"128, SYNCHRONIZED", "129, FREE_RUNNING"})
  void shouldReadTheReferenceOfOldMachines(long ageSeconds, ClockStatus status) {
    Report report = REPORT.withReference(NOW_SECONDS - ageSeconds, 16);
    assertEquals(status, parse(report.toReply(1).putInt(56, 0x7FFFFFFF)).status(0));
  }

  @Test
  void shouldKnowNothingWhenChronydDoesNot() {
    assertEquals("chronyd is unsynchronized: leap=3", parse(REPORT.withLeap(3)).trouble());
    assertEquals(ClockStatus.UNKNOWN, parse(REPORT.withLeap(3)).status(0));
    for (int leap = 0; leap < 3; leap++) {
      assertEquals(ClockStatus.SYNCHRONIZED, parse(REPORT.withLeap(leap)).status(0));
    }
  }

  /** One field of a good answer each. */
  @ParameterizedTest
  @CsvSource({
    "0, 05020000, version=5",
    "4, 00210006, reply=6",
    "8, 00010000, chronyd refused to answer: status=1",
    "8, ff000000, chronyd refused to answer: status=-256",
    "92, 03000000, root_delay=-1.00000",
    "96, 03000000, root_dispersion=-1.00000",
    "68, 7effffff, correction=4.6",
    "68, 7f000000, correction=-4.6",
    "68, 44800000, correction=4.29"
  })
  void shouldRefuse(int offset, String hex, String trouble) {
    ErrorBound bound = parse(REPORT.toReply(1).putInt(offset, Integer.parseUnsignedInt(hex, 16)));
    assertEquals(ClockStatus.UNKNOWN, bound.status(0), bound::toString);
    assertTrue(bound.trouble().contains(trouble), bound::trouble);
  }

  @ParameterizedTest
  @ValueSource(ints = {28, 103, 105, 208})
  void shouldRefuseAnotherLength(int bytes) {
    ByteBuffer reply = ByteBuffer.allocate(208).put(0, REPORT.toReply(1).array()).limit(bytes);
    assertTrue(ChronyTracking.isAnswer(reply, 1));
    assertTrue(parse(reply).trouble().endsWith("bytes=" + bytes));
  }

  @Test
  void shouldTakeNothingElseForAnAnswer() {
    assertTrue(ChronyTracking.isAnswer(REPORT.toReply(-1), -1));
    assertFalse(ChronyTracking.isAnswer(REPORT.toReply(2), 1), "another number");
    assertFalse(ChronyTracking.isAnswer(REPORT.toReply(1).limit(27), 1), "too short");
    assertFalse(ChronyTracking.isAnswer(ByteBuffer.allocate(0), 0), "empty");
    assertFalse(ChronyTracking.isAnswer(REPORT.toReply(1).put(1, (byte) 1), 1), "a request");
    assertFalse(
        ChronyTracking.isAnswer(REPORT.toReply(1).putShort(4, (short) 34), 1), "another command");
    assertFalse(ChronyTracking.isAnswer(ChronyTracking.request(0), 0), "an echo");
  }

  @Test
  void shouldReadRubbish() {
    long seed = Seeds.next();
    RandomGenerator random = Seeds.random(seed);
    int bounded = 0;
    for (int i = 0; i < FUZZ_CASES; i++) {
      ByteBuffer reply = REPORT.toReply(1);
      for (int count = random.nextInt(4); count > 0; count--) {
        reply.putInt(4 * random.nextInt(26), random.nextInt());
      }
      reply.limit(random.nextInt(10) == 0 ? random.nextInt(28, 105) : 104);
      ErrorBound bound = parse(reply);
      bounded += bound.status(0).isBounded() ? 1 : 0;
      assertTrue(
          bound.errorNanos() >= 0 && bound.trouble().length() < 200,
          () -> "bound=" + bound + ", seed=" + seed);
    }
    int count = bounded;
    assertTrue(count > FUZZ_CASES / 10 && count < FUZZ_CASES, () -> "bounded: " + count);
  }
}
