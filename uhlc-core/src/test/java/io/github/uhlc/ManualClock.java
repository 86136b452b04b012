package io.github.uhlc;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A settable clock whose readings can be scripted, watched and made to fail. Thread-safe. */
final class ManualClock implements PhysicalClock {
  private final SettableClock clock;
  private final Queue<Long> script = new ConcurrentLinkedQueue<>();
  private volatile Runnable beforeReading = () -> {};

  private ManualClock(SettableClock clock) {
    this.clock = clock;
  }

  static ManualClock at(long ntp) {
    return new ManualClock(new SettableClock(ntp));
  }

  static ManualClock at(Instant instant) {
    return new ManualClock(PhysicalClock.settable(instant));
  }

  @Override
  public long ntp64() {
    beforeReading.run();
    return Objects.requireNonNullElseGet(script.poll(), clock::ntp64);
  }

  void set(long newNtp) {
    set(NTP64.ofBits(newNtp));
  }

  void set(NTP64 time) {
    clock.set(time);
  }

  /** Moves on by a duration of either sign, within the format. */
  void advance(Duration duration) {
    clock.advance(duration);
  }

  /** Gives these readings first, once each, and then the one that was set. */
  void script(long... readings) {
    Arrays.stream(readings).forEach(script::add);
  }

  /** Runs something before each reading, such as a throw or a call of the HLC. */
  void beforeReading(Runnable action) {
    beforeReading = action;
  }

  void failWith(RuntimeException failure) {
    beforeReading(
        () -> {
          throw failure;
        });
  }
}
