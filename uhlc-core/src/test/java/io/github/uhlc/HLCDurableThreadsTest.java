package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.ManualClock;
import io.github.uhlc.fixture.MemoryMark;
import io.github.uhlc.fixture.Seeds;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight threads on one HLC with a mark cross the ends of short windows, while the store fails now
 * and then: nobody ever gets a time above the bound that is durable when the call returns, and
 * nobody gets a time twice.
 */
@Timeout(120)
class HLCDurableThreadsTest {
  private static final int THREADS = 8;
  private static final int CALLS = 20_000;
  private static final int EDGES = 300;
  private static final Instant NOON = Instant.parse("2024-07-01T12:00:00Z");

  @TempDir private Path directory;

  @Test
  void shouldStayBelowTheBound() throws Exception {
    long seed = Seeds.next();
    MemoryMark mark = new MemoryMark();
    HLCStatistics statistics = new HLCStatistics();
    attack(mark, mark, statistics, seed);
    assertTrue(statistics.markExtensions() > 10, statistics::toString);
    assertTrue(statistics.failedMarkExtensions() > 10, statistics::toString);
  }

  @Test
  void shouldRejectAMarkThatAnswersBeforeItIsDurable() {
    long seed = Seeds.next();
    MemoryMark durable = new MemoryMark();
    // The broken twin: the bound becomes durable one extension late.
    HighWaterMark late =
        new HighWaterMark() {
          private NTP64 promised = durable.bound();

          @Override
          public NTP64 bound() {
            return promised;
          }

          @Override
          public void extend(NTP64 current, NTP64 bound) {
            if (promised.isAfter(durable.bound())) {
              durable.extend(durable.bound(), promised);
            }
            promised = bound;
          }
        };
    AssertionError found =
        assertThrows(AssertionError.class, () -> attack(late, durable, new HLCStatistics(), seed));
    assertTrue(found.getMessage().contains("above the bound"), found::getMessage);
  }

  private static void attack(
      HighWaterMark mark, MemoryMark durable, HLCStatistics statistics, long seed)
      throws Exception {
    ManualClock clock = ManualClock.at(NOON);
    HLC hlc =
        HLC.builder()
            .withClock(clock)
            .withHighWaterMark(mark)
            .withWindow(Duration.ofMillis(1))
            .withListener(statistics)
            .build();
    RandomGenerator failures = Seeds.random(seed);
    durable.beforeExtending(
        () -> {
          if (failures.nextInt(3) == 0) {
            throw new IllegalStateException("now and then");
          }
        });
    List<Callable<long[]>> attackers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      RandomGenerator random = Seeds.random(seed + 1 + i);
      attackers.add(() -> issue(hlc, clock, durable, random));
    }
    List<long[]> issued = run(attackers, seed);
    long[] all = issued.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    assertEquals(all.length, Arrays.stream(all).distinct().count(), () -> "twice: seed=" + seed);
  }

  private static long[] issue(
      HLC hlc, ManualClock clock, MemoryMark durable, RandomGenerator random) {
    long[] issued = new long[CALLS];
    int size = 0;
    for (int i = 0; i < CALLS; i++) {
      clock.advance(Duration.ofNanos(random.nextInt(20_000)));
      try {
        long time = random.nextInt(4) == 0 ? receive(hlc, clock, random) : hlc.newTime();
        if (NtpBits.isAfter(time, durable.bound().bits())) {
          throw new AssertionError("above the bound: time=" + NTP64.ofBits(time));
        }
        issued[size++] = time;
      } catch (HighWaterMarkException e) {
        // The store has failed, and there is nothing left of the window. That it has not answered
        // would be another thing.
        if (e.getCause() == null || !e.getCause().getMessage().equals("now and then")) {
          throw e;
        }
      }
    }
    return Arrays.copyOf(issued, size);
  }

  private static long receive(HLC hlc, ManualClock clock, RandomGenerator random) {
    long ahead = clock.ntp64() + random.nextInt(1 << 23);
    return hlc.newTimestampAfter(Timestamp.of(ahead, ID.ofUnsigned(1))).ntp64();
  }

  /**
   * On a clock that stands still just below the bound, with a store that fails: who loses the race
   * for a time, and tries the next one, asks again whether that is below the bound.
   */
  @Test
  void shouldNotPassTheBoundAfterALostRace() throws Exception {
    long seed = Seeds.next();
    for (int round = 0; round < EDGES; round++) {
      MemoryMark mark = new MemoryMark();
      ManualClock clock = ManualClock.at(NOON);
      HLC hlc = HLC.builder().withClock(clock).withHighWaterMark(mark).build();
      mark.beforeExtending(
          () -> {
            throw new IllegalStateException("now and then");
          });
      long boundNtp = mark.bound().bits();
      clock.set(boundNtp - 2_000);
      List<Callable<long[]>> stampers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int batch = 1 + i % 2;
        stampers.add(() -> stampToTheEnd(hlc, batch));
      }
      long[] all = run(stampers, seed).stream().flatMapToLong(Arrays::stream).sorted().toArray();
      assertEquals(all.length, Arrays.stream(all).distinct().count());
      assertEquals(boundNtp, all[all.length - 1], "the last one is the bound");
      assertEquals(boundNtp, hlc.lastTime().bits());
    }
  }

  private static long[] stampToTheEnd(HLC hlc, int batch) {
    long[] issued = new long[4_000];
    int size = 0;
    try {
      while (true) {
        for (Timestamp timestamp : hlc.newTimestamps(batch)) {
          issued[size++] = timestamp.ntp64();
        }
      }
    } catch (HighWaterMarkException e) {
      assertEquals("now and then", e.getCause().getMessage());
    }
    return Arrays.copyOf(issued, size);
  }

  @Test
  void shouldSurviveAStormOfInterrupts() throws Exception {
    long seed = Seeds.next();
    AtomicBoolean isOver = new AtomicBoolean();
    List<Callable<long[]>> stampers = new ArrayList<>();
    List<Thread> targets = Collections.synchronizedList(new ArrayList<>());
    try (FileHighWaterMark mark = FileHighWaterMark.open(directory.resolve("mark"))) {
      HLC hlc = HLC.builder().withHighWaterMark(mark).withWindow(Duration.ofMillis(1)).build();
      for (int i = 0; i < 3; i++) {
        stampers.add(() -> stampForAWhile(hlc, targets));
      }
      Thread storm =
          new Thread(
              () -> {
                while (!isOver.get()) {
                  List.copyOf(targets).forEach(Thread::interrupt);
                }
              });
      storm.start();
      try {
        List<long[]> issued = run(stampers, seed);
        long[] all = issued.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        assertEquals(all.length, Arrays.stream(all).distinct().count());
        assertTrue(mark.bound().compareTo(NTP64.ofBits(all[all.length - 1])) >= 0);
      } finally {
        isOver.set(true);
        storm.join();
      }
      hlc.newTime();
    }
    FileHighWaterMark.open(directory.resolve("mark")).close();
  }

  private static long[] stampForAWhile(HLC hlc, List<Thread> targets) {
    targets.add(Thread.currentThread());
    long[] issued = new long[200];
    for (int i = 0; i < issued.length; i++) {
      issued[i] = hlc.newTime();
      // Crosses the end of a window every few rounds; the interrupt makes the pause a short one.
      LockSupport.parkNanos(100_000);
    }
    return issued;
  }

  private static List<long[]> run(List<Callable<long[]>> calls, long seed) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      List<long[]> results = new ArrayList<>();
      for (Future<long[]> result : threads.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new AssertionError("seed=" + seed + ": " + e.getCause().getMessage(), e);
    } finally {
      threads.shutdownNow();
    }
  }
}
