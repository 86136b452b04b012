package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Statistics that many threads tell at once: nothing is lost. */
class HLCStatisticsTest {
  private static final int THREADS = 4;
  private static final int TELLINGS = 200_000;
  private final ExceedingDeltaException refusal =
      new ExceedingDeltaException(
          Timestamp.of(1L << 33, ID.ofUnsigned(1)), NTP64.ZERO, Duration.ZERO);

  /** A broken twin: adds in two steps, and now and then pauses between, as a thread may. */
  private static final class Losing implements HLCListener {
    private volatile long refusals;
    private volatile long stepsBack;
    private volatile long ownIds;
    private volatile long extensions;
    private volatile long failures;

    private static long next(long count) {
      if (count % 1000 == 0) {
        LockSupport.parkNanos(1);
      }
      return count + 1;
    }

    @Override
    public void onRefusal(ExceedingDeltaException refusal) {
      refusals = next(refusals);
    }

    @Override
    public void onClockWentBack(Duration distance) {
      stepsBack = next(stepsBack);
    }

    @Override
    public void onOwnIdFromElsewhere(Timestamp received) {
      ownIds = next(ownIds);
    }

    @Override
    public void onMarkExtended(NTP64 bound) {
      extensions = next(extensions);
    }

    @Override
    public void onMarkExtensionFailed(Throwable failure) {
      failures = next(failures);
    }
  }

  @Test
  void shouldCountWhatManyThreadsTell() throws Exception {
    HLCStatistics statistics = new HLCStatistics();
    checkCounts(
        statistics,
        List.of(
            statistics::refusals,
            statistics::clockStepsBack,
            statistics::ownIdsFromElsewhere,
            statistics::markExtensions,
            statistics::failedMarkExtensions));
    Duration largest = Duration.ofNanos(THREADS * TELLINGS);
    assertEquals(largest, statistics.largestClockStepBack());
    assertEquals(Duration.ofSeconds(2), statistics.largestExcess());
  }

  /** Threads that take turns on a busy machine may lose nothing by chance: so read the source. */
  @Test
  void shouldCountInOneStep() throws IOException {
    String source = Files.readString(Path.of("src/main/java/io/github/uhlc/HLCStatistics.java"));
    assertEquals(Set.of("incrementAndGet", "get"), uses(source));
    assertEquals(
        Set.of("set", "get"), uses("private final AtomicLong n = 0; n.set(\n  n.get() + 1);"));
  }

  /** The methods that are called on counters. */
  private static Set<String> uses(String source) {
    List<String> counters =
        Pattern.compile("AtomicLong (\\w+) =")
            .matcher(source)
            .results()
            .map(m -> m.group(1))
            .toList();
    return Pattern.compile("\\b(?:" + String.join("|", counters) + ")\\s*\\.\\s*(\\w+)\\(")
        .matcher(source)
        .results()
        .map(use -> use.group(1))
        .collect(Collectors.toSet());
  }

  /** Each of its counts must be rejected by itself. */
  @Test
  void shouldRejectTheTwinThatLosesCounts() throws Exception {
    Losing twin = new Losing();
    List<LongSupplier> counts =
        List.of(
            () -> twin.refusals,
            () -> twin.stepsBack,
            () -> twin.ownIds,
            () -> twin.extensions,
            () -> twin.failures);
    tellAll(twin);
    for (LongSupplier count : counts) {
      assertThrows(AssertionError.class, () -> assertEquals(all(), count.getAsLong()));
    }
  }

  private static long all() {
    return (long) THREADS * TELLINGS;
  }

  private void checkCounts(HLCListener listener, List<LongSupplier> counts) throws Exception {
    tellAll(listener);
    for (LongSupplier count : counts) {
      assertEquals(all(), count.getAsLong());
    }
  }

  private void tellAll(HLCListener listener) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Void>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        Callable<Void> teller =
            () -> {
              start.await();
              tell(listener, thread);
              return null;
            };
        results.add(threads.submit(teller));
      }
      for (Future<Void> result : results) {
        result.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void tell(HLCListener listener, int thread) {
    for (int i = 1; i <= TELLINGS; i++) {
      listener.onRefusal(refusal);
      listener.onClockWentBack(Duration.ofNanos((long) thread * TELLINGS + i));
      listener.onOwnIdFromElsewhere(refusal.timestamp());
      listener.onMarkExtended(NTP64.ZERO);
      listener.onMarkExtensionFailed(refusal);
    }
  }
}
