package io.github.uhlc;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Seeds of random tests, which a failure prints and {@code -Duhlc.seed=N} gives back. */
final class Seeds {
  private Seeds() {}

  static long next() {
    String given = System.getProperty("uhlc.seed", "");
    return given.isEmpty() ? new SecureRandom().nextLong() : Long.parseLong(given);
  }

  static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }
}
