package io.github.uhlc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The physical clock under an {@link HLC}: an approximation of the time of day. It need not be
 * monotonic and may step either way. It is called by every thread that uses the HLC, outside any
 * lock; what it throws reaches the caller of the HLC unchanged, and the HLC stays as it was.
 *
 * <p>The standard clocks here are thread-safe.
 */
@FunctionalInterface
public interface PhysicalClock {
  /**
   * Returns the current time.
   *
   * @return {@link NTP64#bits()} of the time since the Unix epoch, unsigned
   */
  long ntp64();

  /**
   * Returns the default clock: wall-clock time with nanosecond steps. It runs on {@link
   * System#nanoTime()}, which is cheap, and is anchored anew to the wall clock at least every half
   * millisecond, so that a step of the wall clock shows within a millisecond. When it is anchored
   * anew it may go back by up to 20 microseconds, even if the wall clock does not; the times of an
   * {@link HLC} do not. It throws {@link IllegalStateException} while the wall clock is outside
   * 1970-01-01..2106-02-07.
   *
   * @return a new clock
   */
  static PhysicalClock system() {
    return new SystemClock();
  }

  /**
   * Returns a clock that reads an instant source, such as a {@link java.time.Clock}, {@link
   * InstantSource#system()} or a lambda (a method reference such as {@code Instant::now} could also
   * be a supplier, and does not compile). It throws {@link java.time.DateTimeException} while that
   * is outside 1970-01-01..2106-02-07.
   *
   * @param source the source
   * @return the clock
   */
  @SuppressWarnings("overloads") // A lambda's result tells the two apart.
  static PhysicalClock of(InstantSource source) {
    Objects.requireNonNull(source, "source");
    return () -> NtpBits.of(source.instant());
  }

  /**
   * Returns a clock that reads a supplier of times.
   *
   * @param supplier the supplier, never of null
   * @return the clock
   */
  @SuppressWarnings("overloads") // A lambda's result tells the two apart.
  static PhysicalClock of(Supplier<NTP64> supplier) {
    Objects.requireNonNull(supplier, "supplier");
    return () -> supplier.get().bits();
  }

  /**
   * Returns a clock that reads a count of milliseconds since the Unix epoch, such as {@code
   * System::currentTimeMillis}. It throws {@link java.time.DateTimeException} while that is outside
   * 1970-01-01..2106-02-07.
   *
   * @param epochMillis milliseconds since the Unix epoch
   * @return the clock
   */
  static PhysicalClock ofEpochMillis(LongSupplier epochMillis) {
    Objects.requireNonNull(epochMillis, "epochMillis");
    return () -> NtpBits.ofEpochMillis(epochMillis.getAsLong());
  }

  /**
   * Returns a clock that stands still until it is set or advanced, for tests. An {@link HLC} rounds
   * its readings down to ticks of 3.7 ns, so for a test that stamps at {@code from} and queries by
   * {@link Timestamp#lowest lowest(from)}, take a whole second.
   *
   * @param start an instant within 1970-01-01T00:00:00Z..2106-02-07T06:28:15.999999999Z
   * @return a new clock
   * @throws java.time.DateTimeException if the instant is outside that range
   */
  static SettableClock settable(Instant start) {
    return new SettableClock(NtpBits.of(start));
  }

  /**
   * Returns a clock that reads the wall clock once, now, and runs on {@link System#nanoTime()} ever
   * after. It never goes back and does not follow the wall clock through steps or a suspend. It
   * throws {@link IllegalStateException} once it has passed 2106-02-07.
   *
   * @return a new clock
   * @throws IllegalStateException if the wall clock is outside 1970-01-01..2106-02-07
   */
  static PhysicalClock monotonic() {
    return new MonotonicClock(InstantSource.system(), System::nanoTime);
  }

  /**
   * Returns a clock that trades precision for speed: a reading costs one memory access and is up to
   * {@code resolution} old, older while threads wait for a processor. Times of an HLC on it are as
   * unique and ordered as on any clock, but that much behind physical time, so timestamps of peers
   * look further ahead and max-delta must leave room.
   *
   * @param resolution the time between two refreshes by a background thread, 10 microseconds to 1
   *     second; a millisecond costs about a thousandth of a processor
   * @return a new clock, to be closed after use
   * @throws IllegalArgumentException if the resolution is outside that range
   */
  static CoarseClock coarse(Duration resolution) {
    return new CoarseClock(system(), resolution).start();
  }

  /**
   * Returns a clock that always reads zero, which makes an HLC a purely logical clock (Lamport,
   * 1978). Give such an HLC an unlimited max-delta, as all it receives is ahead of this clock.
   *
   * @return the clock
   */
  static PhysicalClock zero() {
    return () -> 0;
  }
}
