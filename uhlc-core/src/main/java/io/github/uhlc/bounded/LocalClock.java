package io.github.uhlc.bounded;

/**
 * The clock of one machine since its boot, in nanoseconds, that nobody corrects: Linux calls it
 * {@code CLOCK_MONOTONIC_RAW}. {@link System#nanoTime()} is another one, {@code CLOCK_MONOTONIC}:
 * its rate is corrected, and the two are apart by as much as the machine's clock was wrong.
 */
@FunctionalInterface
public interface LocalClock {
  /**
   * Returns the nanoseconds of {@code CLOCK_MONOTONIC_RAW}.
   *
   * @return nanoseconds since the boot
   */
  long nanos();

  /**
   * Returns the raw clock of this machine.
   *
   * @return the clock
   * @throws UnsupportedOperationException if this version of the library cannot read it on this
   *     version of Java
   */
  static LocalClock raw() {
    return RawClock.find()
        .orElseThrow(
            () ->
                new UnsupportedOperationException(
                    "CLOCK_MONOTONIC_RAW cannot be read here, pass a LocalClock of your own that"
                        + " calls clock_gettime(4): java.version="
                        + System.getProperty("java.version")));
  }
}
