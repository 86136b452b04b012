package io.github.uhlc.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.PhysicalClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three oracles on one mark, with guards, on the real counter; several threads ask at once. */
class OracleThreadsTest {
  private static final Duration LEASE = Duration.ofMillis(200);
  private static final int THREADS = 4;
  private static final int FAILOVERS = 6;

  private final OracleFixture fixture = new OracleFixture();
  private final AtomicLong greatest = new AtomicLong();
  private final AtomicLong disorder = new AtomicLong();
  private final AtomicLong late = new AtomicLong();
  private final AtomicBoolean isDone = new AtomicBoolean();

  /** An oracle whose counter can be held, with all threads that read it. */
  private final class Member implements LongSupplier {
    private final double rate;
    private final TimestampOracle oracle;
    private volatile long slowSinceNanos;
    private volatile CountDownLatch hold = new CountDownLatch(0);

    /**
     * Makes an oracle with a guard, whose wall clock is behind that of those before it and stands
     * still: order does not come from the clocks.
     */
    Member(int hoursBehind, double rate) {
      this.rate = rate;
      long wallNtp = PhysicalClock.system().ntp64() - ((hoursBehind * 3600L) << 32);
      this.oracle =
          new TimestampOracle(
              new OracleSettings(
                  fixture.mark, LEASE, () -> wallNtp, this, null, Duration.ofDays(1), null));
    }

    @Override
    public long getAsLong() {
      try {
        hold.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      long nowNanos = System.nanoTime();
      long sinceNanos = slowSinceNanos;
      long ranNanos = sinceNanos == 0 ? nowNanos : sinceNanos + (nowNanos - sinceNanos) / 100;
      return (long) (ranNanos * rate);
    }

    /** Asks until all is done; returns the numbers that were answered, first ones first. */
    List<OracleGrant> ask() {
      List<OracleGrant> grants = new ArrayList<>();
      while (!isDone.get()) {
        long floorPacked = greatest.get();
        try {
          OracleGrant grant = oracle.grant(1 + grants.size() % 3);
          if (Long.compareUnsigned(grant.first().packed(), floorPacked) <= 0) {
            disorder.incrementAndGet();
          }
          long lastPacked = grant.last().packed();
          greatest.accumulateAndGet(
              lastPacked, (one, other) -> Long.compareUnsigned(one, other) > 0 ? one : other);
          grants.add(grant);
        } catch (NotServingException e) {
          late.addAndGet(e.getMessage().startsWith("the lease ended before") ? 1 : 0);
          LockSupport.parkNanos(10_000);
        }
      }
      return grants;
    }
  }

  /** Holds the holder for longer than a failover, again and again. */
  private void failOver(List<Member> members) throws InterruptedException {
    for (int i = 0; i < FAILOVERS; i++) {
      Member holder = awaitServing(members, null);
      Thread.sleep(LEASE.toMillis());
      CountDownLatch hold = new CountDownLatch(1);
      holder.hold = hold;
      try {
        awaitServing(members, holder);
      } finally {
        hold.countDown();
      }
    }
  }

  private static Member awaitServing(List<Member> members, Member except)
      throws InterruptedException {
    while (true) {
      for (Member member : members) {
        if (member != except && member.oracle.awaitServing(Duration.ofMillis(10))) {
          return member;
        }
      }
    }
  }

  /** Lets threads ask while the drama goes on; returns how many numbers were answered twice. */
  private int run(List<Member> members, Callable<Void> drama) throws Exception {
    members.forEach(member -> Guard.start(member.oracle));
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<List<OracleGrant>>> asking = new ArrayList<>();
      for (Member member : members) {
        for (int i = 0; i < THREADS; i++) {
          asking.add(threads.submit(member::ask));
        }
      }
      try {
        drama.call();
      } finally {
        isDone.set(true);
      }
      return repeats(asking);
    } finally {
      threads.shutdown();
      members.forEach(member -> member.oracle.close());
    }
  }

  private static int repeats(List<Future<List<OracleGrant>>> asking)
      throws InterruptedException, ExecutionException {
    Set<Long> answered = new HashSet<>();
    int repeats = 0;
    for (Future<List<OracleGrant>> one : asking) {
      for (OracleGrant grant : one.get()) {
        for (int i = 0; i < grant.count(); i++) {
          repeats += answered.add(grant.get(i).packed()) ? 0 : 1;
        }
      }
    }
    assertTrue(answered.size() > 1000, "the oracles were alive");
    return repeats;
  }

  @Test
  @Timeout(120)
  void shouldKeepOrderOverFailovers() throws Exception {
    List<Member> members = List.of(new Member(0, 1), new Member(2, 0.97), new Member(4, 1.03));
    int repeats =
        run(
            members,
            () -> {
              failOver(members);
              return null;
            });
    assertEquals(0, disorder.get(), "answers out of order");
    assertEquals(0, repeats, "numbers answered twice");
    assertNotEquals(0, late.get(), "answers that were thrown away as they came too late");
  }

  /** A counter at a hundredth of the rate is beyond an eighth: order is lost, uniqueness is not. */
  @Test
  @Timeout(120)
  void shouldRejectACounterThatIsTooSlow() throws Exception {
    List<Member> members = List.of(new Member(0, 1), new Member(2, 1));
    int repeats =
        run(
            members,
            () -> {
              awaitServing(members, null).slowSinceNanos = System.nanoTime();
              while (disorder.get() == 0) {
                Thread.sleep(1);
              }
              return null;
            });
    assertEquals(0, repeats, "numbers answered twice");
  }
}
