package io.github.uhlc;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A physical clock that stands where the test puts it. Thread-safe. */
final class ManualClock implements PhysicalClock {
  private final AtomicLong ntp;
  private final Queue<Long> script = new ConcurrentLinkedQueue<>();
  private volatile Runnable beforeReading = () -> {};

  private ManualClock(long ntp) {
    this.ntp = new AtomicLong(ntp);
  }

  static ManualClock at(long ntp) {
    return new ManualClock(ntp);
  }

  static ManualClock at(Instant instant) {
    return at(NtpBits.of(instant));
  }

  @Override
  public long ntp64() {
    beforeReading.run();
    return Objects.requireNonNullElseGet(script.poll(), ntp::get);
  }

  void set(long newNtp) {
    ntp.set(newNtp);
  }

  void set(NTP64 time) {
    set(time.bits());
  }

  /** Moves on by a duration of either sign, within the format. */
  void advance(Duration duration) {
    ntp.updateAndGet(bits -> NtpBits.plus(bits, duration));
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
