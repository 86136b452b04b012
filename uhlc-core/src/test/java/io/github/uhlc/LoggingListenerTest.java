package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoggingListenerTest {
  private static final NTP64 NOON = NTP64.of(Instant.parse("2024-07-01T12:00:00Z"));
  private static final String SUPPRESSED = ", suppressed=";
  private static final Timestamp RECEIVED = Timestamp.of(NOON, ID.ofUnsigned(0x33));

  private final ExceedingDeltaException refusal =
      new ExceedingDeltaException(RECEIVED, NOON.minus(Duration.ofSeconds(2)), Duration.ZERO);

  private final RecordingLogger logger = new RecordingLogger(Level.ALL);
  private final AtomicLong counterNanos = new AtomicLong(Long.MAX_VALUE - 10);
  private final HLCListener listener = new LoggingListener(logger, counterNanos::get);

  /** Keeps each line as its level, a space and its text. */
  private static final class RecordingLogger implements Logger {
    private final Level least;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    RecordingLogger(Level least) {
      this.least = least;
    }

    @Override
    public String getName() {
      return "recording";
    }

    @Override
    public boolean isLoggable(Level level) {
      return level.getSeverity() >= least.getSeverity();
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) {
      throw new AssertionError("a stack trace is not bounded");
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... params) {
      assertEquals(0, params == null ? 0 : params.length, "braces in a text are no parameters");
      lines.add(level + " " + format);
    }

    /** Returns the lines since the last call. */
    List<String> take() {
      List<String> taken = List.copyOf(lines);
      lines.clear();
      return taken;
    }
  }

  @Test
  void shouldWriteEachKindAtItsLevel() {
    listener.onRefusal(refusal);
    listener.onClockWentBack(Duration.ofSeconds(10));
    listener.onOwnIdFromElsewhere(RECEIVED);
    listener.onMarkExtended(NOON);
    listener.onMarkExtensionFailed(new IllegalStateException("{0} disk full"));
    assertEquals(
        List.of(
            "WARNING " + refusal.getMessage(),
            "WARNING the physical clock went back: distance=PT10S",
            "ERROR another clock uses the ID of this one: received=" + RECEIVED,
            "DEBUG the high-water mark was extended: bound=2024-07-01T12:00:00.000000000Z",
            "ERROR the high-water mark could not be extended: failure=\"{0} disk full\""),
        logger.take());
  }

  @Test
  void shouldWriteOneLineASecondWhateverAPeerSends() {
    for (int i = 0; i < 1000; i++) {
      listener.onRefusal(refusal);
    }
    assertEquals(List.of("WARNING " + refusal.getMessage()), logger.take());
    counterNanos.addAndGet(LoggingListener.PERIOD_NANOS - 1);
    listener.onRefusal(refusal);
    assertEquals(List.of(), logger.take(), "not yet");
    counterNanos.addAndGet(1);
    listener.onRefusal(refusal);
    listener.onRefusal(refusal);
    assertEquals(List.of("WARNING " + refusal.getMessage() + ", suppressed=1000"), logger.take());
    counterNanos.addAndGet(5 * LoggingListener.PERIOD_NANOS);
    listener.onRefusal(refusal);
    assertEquals(List.of("WARNING " + refusal.getMessage() + ", suppressed=1"), logger.take());
    counterNanos.addAndGet(LoggingListener.PERIOD_NANOS);
    listener.onRefusal(refusal);
    assertEquals(List.of("WARNING " + refusal.getMessage()), logger.take(), "none was left out");
  }

  @Test
  void shouldLetNoKindSuppressAnother() {
    for (int i = 0; i < 100; i++) {
      listener.onRefusal(refusal);
      listener.onClockWentBack(Duration.ofSeconds(1));
      listener.onOwnIdFromElsewhere(RECEIVED);
      listener.onMarkExtended(NOON);
      listener.onMarkExtensionFailed(new IllegalStateException("disk full"));
    }
    assertEquals(5, logger.take().size());
  }

  @Test
  void shouldNeitherBuildNorCountWhatTheLoggerDoesNotTake() {
    RecordingLogger deaf = new RecordingLogger(Level.OFF);
    HLCListener quiet = new LoggingListener(deaf, counterNanos::get);
    quiet.onRefusal(refusal);
    quiet.onMarkExtended(NOON);
    quiet.onMarkExtensionFailed(
        new IllegalStateException() {
          @Override
          public String getMessage() {
            throw new AssertionError("built");
          }
        });
    assertEquals(List.of(), deaf.take());
    RecordingLogger errors = new RecordingLogger(Level.ERROR);
    HLCListener terse = new LoggingListener(errors, counterNanos::get);
    terse.onRefusal(refusal);
    terse.onMarkExtensionFailed(new IllegalStateException("disk full"));
    assertEquals(1, errors.take().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\n", "\u001b[2J", "\"", "{0}"})
  void shouldBoundAndEscapeWhatAMarkSays(String part) {
    listener.onMarkExtensionFailed(new IllegalStateException(part.repeat(1 << 20)));
    String line = logger.take().get(0);
    assertTrue(line.length() < 400, line);
    assertTrue(line.chars().allMatch(c -> c >= ' ' && c <= '~'), line);
    assertEquals(2, line.chars().filter(c -> c == '"').count(), line);
  }

  @Test
  void shouldWriteOfAFailureThatSaysNothing() {
    listener.onMarkExtensionFailed(new StackOverflowError());
    assertEquals(
        List.of("ERROR the high-water mark could not be extended: failure=\"StackOverflowError\""),
        logger.take());
  }

  @Test
  void shouldHavePublicDoor() {
    HLCListener made = HLCListener.logging(logger);
    made.onClockWentBack(Duration.ofSeconds(1));
    assertEquals(1, logger.take().size());
    assertThrows(NullPointerException.class, () -> HLCListener.logging(null));
  }

  @Test
  void shouldAccountForEveryEventOfSeveralThreads() throws InterruptedException {
    assertEquals(List.of(), complaints(LoggingListener::new));
  }

  @Test
  void shouldNoticeAListenerThatLosesEvents() throws InterruptedException {
    List<String> complaints = new ArrayList<>();
    for (int i = 0; i < 100 && complaints.isEmpty(); i++) {
      complaints.addAll(complaints(BrokenListener::new));
    }
    assertTrue(!complaints.isEmpty(), "the twin was not noticed");
  }

  /** Fires in several threads while the counter stands still: one line, and all are counted. */
  private static List<String> complaints(BiFunction<Logger, LongSupplier, HLCListener> maker)
      throws InterruptedException {
    RecordingLogger logger = new RecordingLogger(Level.ALL);
    AtomicLong counter = new AtomicLong();
    HLCListener listener = maker.apply(logger, counter::get);
    List<String> complaints = new ArrayList<>();
    long accounted = 0;
    for (int round = 0; round < 20; round++) {
      List<Thread> threads =
          Stream.generate(() -> new Thread(() -> fire(listener, 500))).limit(4).toList();
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      List<String> lines = logger.take();
      if (lines.size() != 1) {
        complaints.add("round " + round + ": " + lines);
      }
      accounted += lines.stream().mapToLong(LoggingListenerTest::events).sum();
      counter.addAndGet(LoggingListener.PERIOD_NANOS);
    }
    fire(listener, 1);
    accounted += events(logger.take().get(0));
    if (accounted != 20 * 4 * 500 + 1) {
      complaints.add("accounted=" + accounted);
    }
    return complaints;
  }

  /** The event of a line and those that it says were suppressed. */
  private static long events(String line) {
    int suppressed = line.indexOf(SUPPRESSED);
    return 1
        + (suppressed < 0 ? 0 : Long.parseLong(line.substring(suppressed + SUPPRESSED.length())));
  }

  private static void fire(HLCListener listener, int events) {
    for (int i = 0; i < events; i++) {
      listener.onClockWentBack(Duration.ofSeconds(1));
    }
  }

  @Test
  void shouldWriteOneLineWhenTwoThreadsFindItDueAtOnce() throws InterruptedException {
    assertEquals(0, roundsWithTwoLines(LoggingListener::new));
  }

  @Test
  void shouldNoticeAListenerThatWritesTwoLinesAtOnce() throws InterruptedException {
    int found = 0;
    for (int i = 0; i < 100 && found == 0; i++) {
      found = roundsWithTwoLines(BrokenListener::new);
    }
    assertTrue(found > 0, "the twin was not noticed");
  }

  /** Two threads meet, and each fires once as the next line is due: how often did both write? */
  private static int roundsWithTwoLines(BiFunction<Logger, LongSupplier, HLCListener> maker)
      throws InterruptedException {
    int rounds = 500;
    RecordingLogger logger = new RecordingLogger(Level.ALL);
    AtomicInteger arrived = new AtomicInteger();
    HLCListener listener =
        maker.apply(logger, () -> arrived.get() / 2 * LoggingListener.PERIOD_NANOS);
    Runnable run =
        () -> {
          for (int round = 1; round <= rounds; round++) {
            meet(arrived, 4 * round - 2);
            fire(listener, 1);
            meet(arrived, 4 * round);
          }
        };
    Thread other = new Thread(run);
    other.start();
    run.run();
    other.join();
    return logger.take().size() - rounds;
  }

  private static void meet(AtomicInteger arrived, int all) {
    arrived.incrementAndGet();
    while (arrived.get() < all) {
      Thread.onSpinWait();
    }
  }

  /** Looks and then acts, so that threads come between. */
  private static final class BrokenListener implements HLCListener {
    private final Logger logger;
    private final LongSupplier nanoCounter;
    private volatile long dueNanos;
    private volatile long suppressed;

    BrokenListener(Logger logger, LongSupplier nanoCounter) {
      this.logger = logger;
      this.nanoCounter = nanoCounter;
    }

    @Override
    public void onClockWentBack(Duration distance) {
      long nowNanos = nanoCounter.getAsLong();
      long before = suppressed;
      if (nowNanos - dueNanos >= 0) {
        dueNanos = nowNanos + LoggingListener.PERIOD_NANOS;
        logger.log(Level.WARNING, distance + (before == 0 ? "" : ", suppressed=" + before));
        suppressed = 0;
      } else {
        LockSupport.parkNanos(1);
        suppressed = before + 1;
      }
    }
  }

  @Test
  void shouldBeOneOfSeveralListenersOfAClock() {
    HLCStatistics statistics = new HLCStatistics();
    HLC hlc =
        HLC.builder()
            .withClock(() -> NOON.bits())
            .withListener(statistics.andThen(listener))
            .build();
    Timestamp far = Timestamp.of(NOON.plus(Duration.ofHours(1)), ID.ofUnsigned(0x66));
    for (int i = 0; i < 10_000; i++) {
      hlc.tryUpdateWithTimestamp(far);
    }
    assertEquals(10_000, statistics.refusals());
    List<String> lines = logger.take();
    assertEquals(1, lines.size());
    assertTrue(lines.get(0).contains("66") && lines.get(0).contains("PT1H"), lines.get(0));
  }
}
