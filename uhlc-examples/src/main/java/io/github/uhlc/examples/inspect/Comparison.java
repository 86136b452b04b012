package io.github.uhlc.examples.inspect;

import io.github.uhlc.Timestamp;
import java.math.BigInteger;
import java.util.Optional;

/**
 * How two readings compare. Without both IDs only the times do.
 *
 * @param first the first
 * @param second the second
 */
record Comparison(Reading first, Reading second) {
  /** Returns a negative number, zero or a positive one, as the first is before the second or so. */
  int order() {
    int times = first.time().compareTo(second.time());
    if (times != 0) {
      return times;
    }
    Optional<Timestamp> left = first.timestamp();
    Optional<Timestamp> right = second.timestamp();
    return left.isPresent() && right.isPresent() ? left.get().compareTo(right.get()) : 0;
  }

  /** Tells whether the times are equal, so that the IDs decide, if they are known. */
  boolean hasEqualTimes() {
    return first.time().equals(second.time());
  }

  /** Returns the nanoseconds from the first to the second. */
  long distanceNanos() {
    return second.time().toNanos() - first.time().toNanos();
  }

  /** Returns the units of 2<sup>-32</sup> s from the first to the second. */
  BigInteger distanceUnits() {
    return new BigInteger(second.time().toString()).subtract(new BigInteger(first.time() + ""));
  }

  /** Tells whether both have the same ID, if both have one. */
  Optional<Boolean> hasSameId() {
    return first.id().flatMap(left -> second.id().map(left::equals));
  }
}
