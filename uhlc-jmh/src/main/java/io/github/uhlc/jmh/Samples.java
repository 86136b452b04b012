package io.github.uhlc.jmh;

import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Timestamps of many clocks, the same in every run, taken in turn: with a single one the processor
 * would learn its digits. They fit into the nearest cache. Not thread-safe.
 */
final class Samples {
  /** How many there are, a power of two. */
  static final int COUNT = 64;

  private static final NTP64 START = NTP64.of(Instant.parse("2026-01-01T00:00:00Z"));
  private static final long SEED = 42;

  private final List<Timestamp> timestamps;
  private int cursor;

  Samples() {
    Random random = new Random(SEED);
    timestamps = Stream.generate(() -> timestamp(random)).limit(COUNT).toList();
  }

  private static Timestamp timestamp(Random random) {
    NTP64 time = START.plus(Duration.ofNanos(random.nextLong(Duration.ofDays(365).toNanos())));
    return Timestamp.of(time, ID.of(new UUID(random.nextLong(), random.nextLong())));
  }

  /** Returns an array of what {@code form} makes of each timestamp. */
  <T> T[] map(Function<Timestamp, T> form, IntFunction<T[]> array) {
    return timestamps.stream().map(form).toArray(array);
  }

  /** Checks that each timestamp survives a form and its inverse. */
  <T> void checkRoundTrip(Function<Timestamp, T> form, Function<T, Timestamp> inverse) {
    for (Timestamp timestamp : timestamps) {
      StandardGroup.claim(
          inverse.apply(form.apply(timestamp)).equals(timestamp), "forms lose nothing");
    }
  }

  /** The index of the sample whose turn it is. */
  int next() {
    cursor = (cursor + 1) & (COUNT - 1);
    return cursor;
  }
}
