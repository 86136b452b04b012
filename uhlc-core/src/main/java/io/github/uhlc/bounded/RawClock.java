package io.github.uhlc.bounded;

import java.util.Optional;

/** How this version of Java reads {@code CLOCK_MONOTONIC_RAW}. */
final class RawClock {
  private RawClock() {}

  /** Java 17 to 21 cannot: {@link System#nanoTime()} is another clock, and nothing else is one. */
  static Optional<LocalClock> find() {
    return Optional.empty();
  }
}
