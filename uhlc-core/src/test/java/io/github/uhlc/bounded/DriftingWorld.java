package io.github.uhlc.bounded;

import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * True time, a wall clock and counters that drift from it as fast as they are allowed to, and a
 * daemon that publishes the tightest bound that is right. Time passes whenever somebody looks. All
 * is in whole nanoseconds, so that the bound is exact to the nanosecond. For one thread.
 */
final class DriftingWorld {
  /** 50 ppm: one nanosecond in so many. */
  private static final long NANOS_PER_DRIFT = 20_000;

  static final long MAX_DRIFT_PPB = 1_000_000_000 / NANOS_PER_DRIFT;

  static final long VALID_NANOS = Duration.ofSeconds(1000).toNanos();

  /** How far the raw counter is behind the other one, as was seen on a machine after its boot. */
  private static final long RAW_LAG_NANOS = 229_395_879;

  private final RandomGenerator random;
  private long trueNanos = ManualBoundedClock.NOON.toNanos();
  private long wallNanos;
  private long counterNanos;
  private long drift = 1;
  private long trueAtReadingNanos;
  private final Consumer<ErrorBound> daemon;
  private ErrorBound bound;

  /**
   * Makes a world.
   *
   * @param daemon is told each bound
   */
  DriftingWorld(RandomGenerator random, Consumer<ErrorBound> daemon) {
    this.random = random;
    this.daemon = daemon;
    this.wallNanos = trueNanos + random.nextLong(-5_000_000, 5_000_001);
    this.counterNanos = random.nextLong() >>> 8;
    poll();
  }

  /** The clock under test. */
  BoundedClock clock() {
    return clock(said -> said);
  }

  /** The clock under test, to which the daemon's words come in another form. */
  BoundedClock clock(UnaryOperator<ErrorBound> transport) {
    return new ErrorBoundClock(this::wallNtp, this::counterNanos) {
      @Override
      ErrorBound bound() {
        return transport.apply(DriftingWorld.this.bound());
      }
    };
  }

  ErrorBound bound() {
    pass();
    return bound;
  }

  /** The wall clock; what true time was then is kept for the check. */
  long wallNtp() {
    pass();
    trueAtReadingNanos = trueNanos;
    return PhysicalClock.of(() -> NTP64.ofSeconds(0, wallNanos).toInstant()).ntp64();
  }

  long counterNanos() {
    pass();
    return counterNanos;
  }

  long rawCounterNanos() {
    pass();
    return counterNanos - RAW_LAG_NANOS;
  }

  /** Whether an interval contains the true time of the last reading of the wall clock, exactly. */
  boolean isRight(TimeInterval interval) {
    NTP64 belowTrue = NTP64.ofSeconds(0, trueAtReadingNanos);
    boolean isWhole = trueAtReadingNanos % 1_000_000_000 == 0;
    NTP64 aboveTrue = isWhole ? belowTrue : NTP64.ofBits(belowTrue.bits() + 1);
    return !interval.earliest().isAfter(belowTrue) && !interval.latest().isBefore(aboveTrue);
  }

  /** A while in which the daemon may be dead; then drift may be greater than was promised. */
  void run() {
    switch (random.nextInt(8)) {
      case 0 -> drift = -drift;
      case 1 -> drift = 0;
      case 2 -> drift = 1;
      case 3 -> stepTowardsTrueTime();
      case 4 -> advance(random.nextLong(6_000_000_000L));
      case 5 -> advance(random.nextLong(2 * VALID_NANOS));
      default -> poll();
    }
  }

  private void pass() {
    advance(random.nextLong(20_000_000));
    switch (random.nextInt(20)) {
      case 0 -> poll();
      case 1 -> stepTowardsTrueTime();
      default -> {}
    }
  }

  private void advance(long nanos) {
    long units = nanos / NANOS_PER_DRIFT;
    boolean isVoid = counterNanos - bound.asOfNanos() >= VALID_NANOS;
    wallNanos += units * NANOS_PER_DRIFT;
    counterNanos += units * NANOS_PER_DRIFT;
    trueNanos += units * (NANOS_PER_DRIFT + (isVoid ? 100 * drift : drift));
  }

  /** What a time daemon does, which then says so. */
  private void stepTowardsTrueTime() {
    wallNanos += (long) ((trueNanos - wallNanos) * random.nextDouble());
    poll();
  }

  private void poll() {
    bound =
        ErrorBound.of(
            counterNanos,
            VALID_NANOS,
            Math.abs(wallNanos - trueNanos),
            MAX_DRIFT_PPB,
            ClockStatus.SYNCHRONIZED);
    daemon.accept(bound);
  }
}
