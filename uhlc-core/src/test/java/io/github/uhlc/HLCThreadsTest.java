package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.ManualClock;
import io.github.uhlc.fixture.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * P1 and P3 under four threads that issue, merge and reserve at once on one clock: all issued times
 * are distinct, and each is greater than every time that had been issued before its call.
 */
class HLCThreadsTest {
  private static final int THREADS = 4;
  private static final int CALLS = 200_000;
  private static final int MAX_BATCH = 5;
  private static final int LONG_JUMP = 1 << 20;

  /** What the attack needs of a clock. */
  private interface Subject {
    long newTime();

    long newTimeAfter(Timestamp received);

    /** Returns the first of the times. */
    long newTimes(int count);

    void update(Timestamp received);
  }

  private record Real(HLC hlc) implements Subject {
    @Override
    public long newTime() {
      return hlc.newTime();
    }

    @Override
    public long newTimeAfter(Timestamp received) {
      return hlc.newTimestampAfter(received).ntp64();
    }

    @Override
    public long newTimes(int count) {
      return hlc.newTimestamps(count).get(0).ntp64();
    }

    @Override
    public void update(Timestamp received) {
      hlc.updateWithTimestamp(received);
    }
  }

  /**
   * The broken twin: reads and writes its state in two steps. Now and then it pauses between them,
   * as a thread does that the system has suspended, so that it is caught on any machine.
   */
  private static final class Racy implements Subject {
    private volatile long last;

    @Override
    public long newTime() {
      return newTimes(1);
    }

    @Override
    public long newTimeAfter(Timestamp received) {
      update(received);
      return newTimes(1);
    }

    @Override
    public long newTimes(int count) {
      long first = last + 1;
      if (first % 1000 == 0) {
        LockSupport.parkNanos(1);
      }
      last = first + count - 1;
      return first;
    }

    @Override
    public void update(Timestamp received) {
      last = NtpBits.max(last, received.ntp64());
    }
  }

  /** The broken twin: gives up a merge where another thread was faster, and pauses as well. */
  private static final class Losing implements Subject {
    private final AtomicLong last = new AtomicLong();

    @Override
    public long newTime() {
      return newTimes(1);
    }

    @Override
    public long newTimeAfter(Timestamp received) {
      update(received);
      return newTimes(1);
    }

    @Override
    public long newTimes(int count) {
      return last.getAndAdd(count) + 1;
    }

    @Override
    public void update(Timestamp received) {
      long seen = last.get();
      if (NtpBits.isAfter(received.ntp64(), seen + LONG_JUMP / 2)) {
        LockSupport.parkNanos(1);
      }
      if (NtpBits.isAfter(received.ntp64(), seen)) {
        last.compareAndSet(seen, received.ntp64());
      }
    }
  }

  @Test
  void shouldIssueInHappensBeforeOrderOnTheSystemClock() throws Exception {
    long seed = Seeds.next();
    attack(new Real(HLC.create()), seed);
  }

  @Test
  void shouldIssueInHappensBeforeOrderOnAFrozenClock() throws Exception {
    long seed = Seeds.next();
    HLC hlc = HLC.builder().withClock(ManualClock.at(1L << 62)).build();
    attack(new Real(hlc), seed);
  }

  @Test
  void shouldRejectTheRacyTwin() {
    long seed = Seeds.next();
    AssertionError found = assertThrows(AssertionError.class, () -> attack(new Racy(), seed));
    assertTrue(found.getMessage().matches(".*(not after what|issued twice).*"), found::getMessage);
  }

  @Test
  void shouldRejectTheTwinThatLosesUpdates() {
    long seed = Seeds.next();
    AssertionError found = assertThrows(AssertionError.class, () -> attack(new Losing(), seed));
    assertTrue(found.getMessage().contains("not after what"), found::getMessage);
  }

  private static void attack(Subject subject, long seed) throws Exception {
    AtomicLong published = new AtomicLong();
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<long[]>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        RandomGenerator random = Seeds.random(seed + i);
        Callable<long[]> attacker =
            () -> {
              start.await();
              return issue(subject, published, random);
            };
        results.add(threads.submit(attacker));
      }
      List<long[]> issued = new ArrayList<>();
      for (Future<long[]> result : results) {
        issued.add(result.get());
      }
      assertDistinct(issued, seed);
    } catch (ExecutionException e) {
      // Only what the attack finds is a finding; all else is an error of the test.
      if (e.getCause() instanceof AssertionError found) {
        throw new AssertionError("seed=" + seed + ": " + found.getMessage(), e);
      }
      throw e;
    } finally {
      threads.shutdownNow();
    }
  }

  private static long[] issue(Subject subject, AtomicLong published, RandomGenerator random) {
    long[] issued = new long[CALLS * MAX_BATCH];
    int size = 0;
    for (int i = 0; i < CALLS; i++) {
      long before = published.get();
      int count = 1;
      long first;
      switch (random.nextInt(4)) {
        case 0 -> first = subject.newTimeAfter(Timestamp.of(before, ID.ofUnsigned(1)));
        case 1 -> {
          count = random.nextInt(1, MAX_BATCH + 1);
          first = subject.newTimes(count);
        }
        case 2 -> {
          // Now and then ahead of all that others issue meanwhile, so that its loss would show.
          before += random.nextInt(1000) == 0 ? LONG_JUMP : random.nextInt(1, 100);
          subject.update(Timestamp.of(before, ID.ofUnsigned(1)));
          first = subject.newTime();
        }
        default -> first = subject.newTime();
      }
      if (!NtpBits.isAfter(first, before)) {
        throw new AssertionError("not after what was issued before: time=" + first);
      }
      for (int k = 0; k < count; k++) {
        issued[size++] = first + k;
      }
      published.accumulateAndGet(first + count - 1, NtpBits::max);
    }
    return Arrays.copyOf(issued, size);
  }

  private static void assertDistinct(List<long[]> issued, long seed) {
    long[] all = issued.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    long distinct = Arrays.stream(all).distinct().count();
    assertEquals(all.length, distinct, () -> "times were issued twice: seed=" + seed);
  }
}
