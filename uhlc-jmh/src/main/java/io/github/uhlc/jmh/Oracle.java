package io.github.uhlc.jmh;

import io.github.uhlc.HLC;
import io.github.uhlc.HighWaterMark;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import io.github.uhlc.oracle.OracleGrant;
import io.github.uhlc.oracle.TimestampOracle;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A timestamp oracle: one number and a thousand at once, with a lease and without. */
public class Oracle extends StandardGroup {
  private static final int BATCH = 1000;
  private static final int CHECKED = 100;
  private static final Duration LEASE = Duration.ofSeconds(1);

  private final HLC hlc = HLC.create();

  /** A mark in memory: it is extended in the background, whatever it costs. */
  private static final class MemoryMark implements HighWaterMark {
    private final AtomicReference<NTP64> bound = new AtomicReference<>(NTP64.ZERO);

    @Override
    public NTP64 bound() {
      return bound.get();
    }

    @Override
    public void extend(NTP64 current, NTP64 newBound) {
      NTP64 seen = bound.get();
      if (!seen.equals(current) || !bound.compareAndSet(seen, newBound)) {
        throw new IllegalStateException("the bound is another: bound=" + seen);
      }
    }
  }

  /** An oracle that has its mark for itself. */
  @State(Scope.Benchmark)
  public static class Alone {
    private TimestampOracle oracle;

    /** Makes the oracle and checks that what it issues increases. */
    @Setup
    public void setUp() {
      oracle = TimestampOracle.builder().withHighWaterMark(new MemoryMark()).build();
      claimOrder(oracle);
    }

    /** Closes the oracle. */
    @TearDown
    public void tearDown() {
      oracle.close();
    }
  }

  /** An oracle that holds a lease. */
  @State(Scope.Benchmark)
  public static class Leased {
    private TimestampOracle oracle;

    /** Makes the oracle, waits until it serves and checks that what it issues increases. */
    @Setup
    public void setUp() throws InterruptedException {
      oracle =
          TimestampOracle.builder().withHighWaterMark(new MemoryMark()).withLease(LEASE).build();
      claim(oracle.awaitServing(LEASE.multipliedBy(10)), "the oracle serves");
      claimOrder(oracle);
    }

    /** Closes the oracle. */
    @TearDown
    public void tearDown() {
      oracle.close();
    }
  }

  private static void claimOrder(TimestampOracle oracle) {
    claimIncreasing(oracle::next, Long::compareUnsigned, CHECKED);
    OracleGrant grant = oracle.grant(BATCH);
    claim(grant.count() == BATCH, "a grant has as many numbers as were asked for");
    claim(
        Long.compareUnsigned(oracle.next(), grant.last().packed()) > 0,
        "what is issued after a grant is greater");
  }

  /** The floor with a lease: the time, whether the lease runs, and a compare-and-set. */
  @Benchmark
  public long floorTwoNanoTimesAndCas() {
    return cell.advance(System.nanoTime()) + System.nanoTime();
  }

  @Benchmark
  public long newTime() {
    return hlc.newTime();
  }

  @Benchmark
  public List<Timestamp> newTimestamps1000() {
    return hlc.newTimestamps(BATCH);
  }

  @Benchmark
  public long next(Alone alone) {
    return alone.oracle.next();
  }

  @Benchmark
  public long nextWithLease(Leased leased) {
    return leased.oracle.next();
  }

  @Benchmark
  public OracleGrant grant1000(Alone alone) {
    return alone.oracle.grant(BATCH);
  }

  @Benchmark
  public OracleGrant grant1000WithLease(Leased leased) {
    return leased.oracle.grant(BATCH);
  }
}
