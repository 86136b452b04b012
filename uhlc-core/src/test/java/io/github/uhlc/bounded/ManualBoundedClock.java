package io.github.uhlc.bounded;

import io.github.uhlc.NTP64;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A bounded clock in virtual time, which passes when somebody pauses on it. Events happen at
 * moments of that time. For one thread.
 */
final class ManualBoundedClock implements BoundedClock {
  static final NTP64 NOON = NTP64.of(Instant.parse("2050-07-01T12:00:00Z"));

  private record Event(long nanos, Runnable action) {}

  private final Queue<Event> events = new ArrayDeque<>();
  private long nanos;
  private long pauses;
  private Duration offset = Duration.ZERO;
  private Duration error = Duration.ofMillis(5);
  private ClockStatus status = ClockStatus.SYNCHRONIZED;
  private RuntimeException failure;

  /** What waits on this clock, in its time. */
  IntervalWait waiting() {
    return new IntervalWait(this, () -> nanos, this::pause);
  }

  private void pause(long pauseNanos) {
    if (pauseNanos <= 0 || pauseNanos > IntervalWait.MAX_PAUSE_NANOS) {
      throw new AssertionError("pause out of range: nanos=" + pauseNanos);
    }
    pauses++;
    nanos += pauseNanos;
    while (!events.isEmpty() && events.peek().nanos() <= nanos) {
      events.remove().action().run();
    }
  }

  @Override
  public TimeInterval now() {
    if (failure != null) {
      throw failure;
    }
    NTP64 estimate = NOON.plus(Duration.ofNanos(nanos)).plus(offset);
    return TimeInterval.of(estimate.minus(error), estimate, estimate.plus(error), status);
  }

  Duration elapsed() {
    return Duration.ofNanos(nanos);
  }

  long pauses() {
    return pauses;
  }

  /** Makes something happen, in the order of calls. */
  void at(Duration time, Runnable action) {
    events.add(new Event(time.toNanos(), action));
  }

  void error(Duration newError) {
    error = newError;
  }

  void status(ClockStatus newStatus) {
    status = newStatus;
  }

  void step(Duration by) {
    offset = offset.plus(by);
  }

  void failWith(RuntimeException newFailure) {
    failure = newFailure;
  }
}
