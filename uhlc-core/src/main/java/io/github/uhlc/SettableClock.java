package io.github.uhlc;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A physical clock that stands still where it was set: for tests of programs that use an {@link
 * HLC}. Made by {@link PhysicalClock#settable}. It is thread-safe; a thread that reads it sees the
 * last time that was set.
 */
public final class SettableClock implements PhysicalClock {
  private final AtomicLong ntp;

  SettableClock(long ntp) {
    this.ntp = new AtomicLong(ntp);
  }

  @Override
  public long ntp64() {
    return ntp.get();
  }

  /**
   * Sets the time, forwards or back.
   *
   * @param instant an instant within 1970-01-01T00:00:00Z..2106-02-07T06:28:15.999999999Z, rounded
   *     down to a unit
   * @throws DateTimeException if the instant is outside that range
   */
  public void set(Instant instant) {
    ntp.set(NtpBits.of(instant));
  }

  /**
   * Sets the time, forwards or back, to any unit.
   *
   * @param time the time
   */
  public void set(NTP64 time) {
    ntp.set(time.bits());
  }

  /**
   * Moves the time by a duration, in one atomic step. The duration becomes a number of units,
   * rounding down, as in {@link NTP64#plus}.
   *
   * @param duration how far, back if it is negative
   * @throws ArithmeticException if the sum is outside the format; the time is then as before
   */
  public void advance(Duration duration) {
    ntp.updateAndGet(bits -> NtpBits.plus(bits, duration));
  }

  /** Returns the time, for logs. */
  @Override
  public String toString() {
    return "SettableClock[time=" + NTP64.ofBits(ntp64()).toRfc3339() + "]";
  }
}
