package io.github.uhlc.oracle;

import io.github.uhlc.HighWaterMark;
import io.github.uhlc.NTP64;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A mark in memory, a clock and a counter in the hands of a test, and what the listener heard. */
final class OracleFixture {
  static final Duration LEASE = Duration.ofSeconds(8);

  final List<String> events = new CopyOnWriteArrayList<>();
  final OracleListener listener = new Recorder();
  final Mark mark = new Mark();
  final AtomicLong wall = new AtomicLong(1_719_835_200_000_500_000L);
  final AtomicLong counter = new AtomicLong(-5);
  volatile Runnable duringRead = () -> {};
  volatile Runnable duringExtension = () -> {};
  volatile RuntimeException failure;
  volatile RuntimeException lostAnswer;

  long wallClock() {
    return NTP64.ofSeconds(0, wall.get()).bits();
  }

  /** Lets the wall clock and the counter run. */
  void run(Duration duration) {
    wall.addAndGet(duration.toNanos());
    counter.addAndGet(duration.toNanos());
  }

  /** An oracle whose steps the test makes. */
  TimestampOracle leased() {
    return new TimestampOracle(settings(LEASE, Duration.ofHours(1)));
  }

  OracleSettings settings(Duration lease, Duration maxLead) {
    return new OracleSettings(mark, lease, this::wallClock, counter::get, null, maxLead, listener);
  }

  /** One that has taken the mark over. */
  TimestampOracle serving() {
    TimestampOracle oracle = leased();
    oracle.step();
    run(LEASE.plus(LEASE.dividedBy(8)));
    oracle.step();
    return oracle;
  }

  void await(String event) throws InterruptedException {
    while (!events.contains(event)) {
      Thread.sleep(1);
    }
  }

  final class Mark implements HighWaterMark {
    private NTP64 bound = NTP64.ZERO;

    @Override
    public synchronized NTP64 bound() {
      throwIfAny(failure);
      duringRead.run();
      return bound;
    }

    @Override
    public synchronized void extend(NTP64 current, NTP64 newBound) {
      throwIfAny(failure);
      if (!bound.equals(current)) {
        throw new IllegalStateException("the bound is another");
      }
      bound = newBound;
      duringExtension.run();
      throwIfAny(lostAnswer);
    }

    private static void throwIfAny(RuntimeException failure) {
      if (failure != null) {
        throw failure;
      }
    }
  }

  private final class Recorder implements OracleListener {
    @Override
    public void onServing(long epoch) {
      events.add("serving");
    }

    @Override
    public void onStandby() {
      events.add("standby");
    }

    @Override
    public void onMarkFailure(Throwable thrown) {
      events.add("mark failure");
    }

    @Override
    public void onTooFarAhead(Duration lead) {
      events.add("too far ahead");
      throw new IllegalStateException("a listener's errors are its own");
    }
  }
}
