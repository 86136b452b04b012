package io.github.uhlc.bounded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import io.github.uhlc.bounded.FakeChronyd.Report;
import io.github.uhlc.fixture.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a chronyd on a port of its own. */
class ChronyClockTest {
  private static final Duration OFTEN = Duration.ofMillis(5);
  private static final Duration SELDOM = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Report GOOD = Report.of(-0.001, 0.002, 0.003);
  private static final Report BETTER = Report.of(0, 0, 0.000_001);

  private final long nowNtp = NTP64.of(InstantSource.system().instant()).bits();

  private static ErrorBound ask(FakeChronyd chronyd, Duration timeout) throws IOException {
    PhysicalClock wallClock = PhysicalClock.of(InstantSource.system());
    return new ChronyLink(chronyd.address(), wallClock, System::nanoTime).ask(timeout.toNanos());
  }

  /** Waits until the clock has an error of at most a millisecond. */
  private static void awaitBetter(ChronyClock clock) throws InterruptedException {
    assertTrue(clock.awaitSynchronized(Duration.ofMillis(1), PATIENCE), clock::toString);
  }

  private static void awaitEnd(ChronyClock clock) throws InterruptedException {
    clock.poller().join(PATIENCE.toMillis());
    assertFalse(clock.poller().isAlive(), "its thread ends");
  }

  @Test
  void shouldShowTheErrorThatChronydReports() throws Exception {
    ManualClock wall = ManualClock.at(InstantSource.system().instant());
    AtomicLong counterNanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000);
    try (FakeChronyd chronyd = FakeChronyd.start(GOOD);
        ChronyClock clock = ChronyClock.open(chronyd.address(), SELDOM, wall, counterNanos::get)) {
      assertError(5_000_000, 5_000_005, clock);
      assertEquals(ClockStatus.SYNCHRONIZED, clock.now().status());
      // 50 ppm; the counter passes its end.
      counterNanos.addAndGet(4_000_000_000L);
      assertError(5_200_000, 5_200_005, clock);
      assertEquals(ClockStatus.SYNCHRONIZED, clock.now().status());
      counterNanos.addAndGet(1_000_000_000L);
      assertEquals(ClockStatus.FREE_RUNNING, clock.now().status());
      counterNanos.addAndGet(995_000_000_000L);
      assertEquals(ClockStatus.UNKNOWN, clock.now().status());
      assertEquals("ChronyClock[address=" + chronyd.address() + "]", clock.toString());
    }
  }

  private static void assertError(long leastNanos, long greatestNanos, BoundedClock clock) {
    long nanos = clock.now().error().toNanos();
    assertTrue(nanos >= leastNanos && nanos <= greatestNanos + 1, () -> "error: " + nanos);
  }

  @Test
  void shouldFollowChronyd() throws Exception {
    try (FakeChronyd chronyd = FakeChronyd.start(GOOD);
        ChronyClock clock = ChronyClock.open(chronyd.address(), OFTEN)) {
      assertTrue(clock.poller().isDaemon());
      assertTrue(clock.now().error().compareTo(Duration.ofMillis(5)) >= 0);
      chronyd.report(BETTER);
      awaitBetter(clock);
      NTP64 latest = clock.now().latest();
      assertTrue(clock.awaitPast(latest, PATIENCE));
    }
  }

  @Test
  void shouldKnowNothingUntilChronydIsSynchronized() throws Exception {
    try (FakeChronyd chronyd = FakeChronyd.start(GOOD.withLeap(3));
        ChronyClock clock = ChronyClock.open(chronyd.address(), OFTEN)) {
      TimeInterval now = clock.now();
      assertEquals(ClockStatus.UNKNOWN, now.status());
      assertTrue(now.earliest().equals(NTP64.ZERO) && now.latest().equals(NTP64.MAX));
      assertTrue(
          clock.toString().endsWith(", trouble=chronyd is unsynchronized: leap=3]"),
          clock::toString);
      chronyd.report(BETTER);
      awaitBetter(clock);
    }
  }

  /** Packets that are lost on the way, the first of them at the start. */
  @Test
  void shouldOutliveLostAnswers() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (FakeChronyd chronyd = FakeChronyd.at(0)) {
      chronyd.answer(
          request ->
              count.incrementAndGet() % 2 == 1
                  ? List.of()
                  : List.of(BETTER.toReply(FakeChronyd.sequence(request))));
      try (ChronyClock clock = ChronyClock.open(chronyd.address(), OFTEN)) {
        awaitBetter(clock);
        assertTrue(chronyd.requests() >= 2);
      }
    }
  }

  /** Rubbish, an echo, another command, an answer to another question, and then the answer. */
  @Test
  void shouldFindTheAnswerAmongOtherPackets() throws IOException {
    try (FakeChronyd chronyd = FakeChronyd.at(0)) {
      chronyd.answer(
          request -> {
            int sequence = FakeChronyd.sequence(request);
            return List.of(
                ByteBuffer.allocate(0),
                ByteBuffer.allocate(500),
                request,
                GOOD.toReply(sequence + 1),
                GOOD.toReply(sequence).putShort(4, (short) 34),
                BETTER.toReply(sequence),
                GOOD.toReply(sequence));
          });
      assertTrue(ask(chronyd, PATIENCE).errorNanos() < 2000);
    }
  }

  /** Each answer comes when its question was given up, and once more to the next one. */
  @Test
  void shouldNotTakeALateAnswerForThatOfTheNextQuestion() throws IOException {
    List<Integer> sequences = Collections.synchronizedList(new ArrayList<>());
    try (FakeChronyd chronyd = FakeChronyd.at(0)) {
      chronyd.answer(
          request -> {
            List<ByteBuffer> late = sequences.stream().map(GOOD::toReply).toList();
            sequences.add(FakeChronyd.sequence(request));
            return late;
          });
      for (int i = 0; i < 4; i++) {
        assertThrows(IOException.class, () -> ask(chronyd, Duration.ofMillis(20)));
      }
      assertEquals(4, sequences.stream().distinct().count(), "numbers that were sent");
    }
  }

  /** By the counter, which here goes on by a tenth of the timeout at each look. */
  @Test
  void shouldGiveUpOnAPeerThatSendsRubbishForLonger() throws IOException {
    AtomicLong counterNanos = new AtomicLong();
    try (FakeChronyd chronyd = FakeChronyd.at(0)) {
      List<ByteBuffer> flood = Collections.nCopies(1000, ByteBuffer.allocate(104));
      chronyd.answer(request -> flood);
      ChronyLink link =
          new ChronyLink(
              chronyd.address(), () -> nowNtp, () -> counterNanos.addAndGet(1_000_000_000));
      IOException end = assertThrows(IOException.class, () -> link.ask(10_000_000_000L));
      assertEquals(
          "chronyd did not answer in time: address=" + chronyd.address(), end.getMessage());
    }
  }

  @Test
  void shouldCountTheAgeFromTheQuestion() throws IOException {
    AtomicLong counterNanos = new AtomicLong(42);
    try (FakeChronyd chronyd = FakeChronyd.at(0)) {
      chronyd.answer(
          request -> {
            counterNanos.addAndGet(1_000_000_000);
            return List.of(GOOD.toReply(FakeChronyd.sequence(request)));
          });
      ChronyLink link = new ChronyLink(chronyd.address(), () -> nowNtp, counterNanos::get);
      assertEquals(42, link.ask(PATIENCE.toNanos()).asOfNanos());
    }
  }

  @Test
  void shouldFindAChronydThatRestarts() throws Exception {
    FakeChronyd first = FakeChronyd.start(GOOD);
    try (ChronyClock clock = ChronyClock.open(first.address(), OFTEN)) {
      first.close();
      TimeInterval meanwhile = clock.now();
      assertTrue(meanwhile.status().isBounded());
      try (FakeChronyd second = FakeChronyd.at(first.address().getPort())) {
        second.report(BETTER);
        awaitBetter(clock);
      }
    } finally {
      first.close();
    }
  }

  @Test
  void shouldGoOnWhenTheWallClockFails() throws Exception {
    ManualClock wall = ManualClock.at(InstantSource.system().instant());
    CountDownLatch failed = new CountDownLatch(3);
    try (FakeChronyd chronyd = FakeChronyd.start(GOOD);
        ChronyClock clock = ChronyClock.open(chronyd.address(), OFTEN, wall, System::nanoTime)) {
      wall.beforeReading(
          () -> {
            failed.countDown();
            throw new IllegalStateException("no clock");
          });
      failed.await();
      chronyd.report(BETTER);
      wall.beforeReading(() -> {});
      awaitBetter(clock);
    }
  }

  @Test
  void shouldGoOnThroughInterrupts() throws Exception {
    try (FakeChronyd chronyd = FakeChronyd.start(GOOD);
        ChronyClock clock = ChronyClock.open(chronyd.address(), OFTEN)) {
      for (int i = 0; i < 100; i++) {
        clock.poller().interrupt();
        // One that stays would keep the thread from ever pausing again.
        assertTimeoutPreemptively(PATIENCE, () -> awaitUninterrupted(clock.poller()));
      }
      chronyd.report(BETTER);
      awaitBetter(clock);
    }
  }

  private static void awaitUninterrupted(Thread thread) {
    while (thread.isInterrupted()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldEndItsThreadAndThrowOnceItIsClosed() throws Exception {
    try (FakeChronyd chronyd = FakeChronyd.start(GOOD)) {
      ChronyClock clock = ChronyClock.open(chronyd.address(), SELDOM);
      PhysicalClock feed = clock.physicalClockOrEstimate(IntervalPoint.LATEST);
      clock.close();
      clock.close();
      awaitEnd(clock);
      String message = "the Chrony clock is closed: address=" + chronyd.address();
      assertEquals(message, assertThrows(IllegalStateException.class, clock::now).getMessage());
      assertEquals(message, assertThrows(IllegalStateException.class, feed::ntp64).getMessage());
      assertEquals(
          "ChronyClock[address=" + chronyd.address() + ", trouble=closed]", clock.toString());
    }
  }

  /** At any moment of an exchange, also while an answer is waited for. */
  @Test
  void shouldEndItsThreadWheneverItIsClosed() throws Exception {
    try (FakeChronyd chronyd = FakeChronyd.start(GOOD)) {
      for (int i = 0; i < 50; i++) {
        ChronyClock clock = ChronyClock.open(chronyd.address(), Duration.ofMillis(1));
        for (int spins = 2000 * i; spins > 0; spins--) {
          Thread.onSpinWait();
        }
        clock.close();
        awaitEnd(clock);
        assertThrows(IllegalStateException.class, clock::now);
      }
      ChronyClock waiting = ChronyClock.open(chronyd.address(), OFTEN);
      CountDownLatch asked = new CountDownLatch(1);
      chronyd.answer(
          request -> {
            asked.countDown();
            return List.of();
          });
      asked.await();
      waiting.close();
      awaitEnd(waiting);
    }
  }

  /** The thread has an answer, and reads the wall clock for it, when the clock is closed. */
  @Test
  void shouldWriteNoAnswerOverItsEnd() throws Exception {
    ManualClock wall = ManualClock.at(InstantSource.system().instant());
    try (FakeChronyd chronyd = FakeChronyd.start(GOOD)) {
      ChronyClock clock = ChronyClock.open(chronyd.address(), OFTEN, wall, System::nanoTime);
      wall.beforeReading(clock::close);
      awaitEnd(clock);
      assertThrows(IllegalStateException.class, clock::now);
    }
  }

  @Test
  void shouldEndTheQuestionUnderWayWhenItsLinkIsClosed() throws Exception {
    try (FakeChronyd chronyd = FakeChronyd.at(0)) {
      ChronyLink link = new ChronyLink(chronyd.address(), () -> nowNtp, System::nanoTime);
      chronyd.answer(
          request -> {
            link.close();
            return List.of();
          });
      IOException end =
          assertThrows(IOException.class, () -> link.ask(Duration.ofSeconds(10).toNanos()));
      assertFalse(end instanceof SocketTimeoutException, end::toString);
    }
  }

  @Test
  void shouldAskNothingOnceItsLinkIsClosed() throws IOException {
    try (FakeChronyd chronyd = FakeChronyd.start(GOOD)) {
      ChronyLink link = new ChronyLink(chronyd.address(), () -> 0, System::nanoTime);
      link.close();
      assertThrows(IOException.class, () -> link.ask(PATIENCE.toNanos()));
      assertEquals(0, chronyd.requests());
    }
  }

  @Test
  void shouldRefuseWhereNobodyAnswers() throws IOException {
    FakeChronyd silent = FakeChronyd.at(0);
    String message =
        "chronyd does not answer, it must run with its command port open: address="
            + silent.address();
    assertEquals(
        message,
        assertThrows(IOException.class, () -> ChronyClock.open(silent.address(), OFTEN))
            .getMessage());
    assertEquals(4, silent.requests());
    silent.close();
    assertEquals(
        message,
        assertThrows(IOException.class, () -> ChronyClock.open(silent.address(), OFTEN))
            .getMessage());
    InetSocketAddress unresolved = InetSocketAddress.createUnresolved("chronyd.invalid", 323);
    IOException refusal =
        assertThrows(IOException.class, () -> ChronyClock.open(unresolved, OFTEN));
    assertTrue(refusal.getCause() instanceof UnknownHostException, refusal::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-1S", "PT0S", "PT0.000999999S", "PT1M0.000000001S"})
  void shouldRefusePeriodsOutOfRange(Duration period) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 323);
    assertEquals(
        "the period is out of range, it must be 1 millisecond to 1 minute: period=" + period,
        assertThrows(IllegalArgumentException.class, () -> ChronyClock.open(address, period))
            .getMessage());
  }

  @Test
  void shouldRefuseNull() {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 323);
    assertThrows(NullPointerException.class, () -> ChronyClock.open(null, OFTEN));
    assertThrows(NullPointerException.class, () -> ChronyClock.open(address, null));
  }

  /** There is one on this machine, or it says that there is none. */
  @Test
  void shouldOpenTheChronydOfThisMachine() {
    try (ChronyClock clock = ChronyClock.open()) {
      assertTrue(clock.toString().startsWith("ChronyClock[address=/127.0.0.1:323"));
    } catch (IOException e) {
      assertEquals(
          "chronyd does not answer, it must run with its command port open:"
              + " address=/127.0.0.1:323",
          e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({"EARLIEST", "ESTIMATE", "LATEST"})
  void shouldMakeNoGarbage(IntervalPoint point) throws IOException {
    try (FakeChronyd chronyd = FakeChronyd.start(GOOD);
        ChronyClock clock =
            ChronyClock.open(chronyd.address(), SELDOM, () -> nowNtp, System::nanoTime)) {
      Garbage.assertNone(clock.physicalClock(point));
    }
  }
}
