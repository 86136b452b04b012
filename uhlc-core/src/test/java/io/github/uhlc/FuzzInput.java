package io.github.uhlc;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Random timestamps, and text and bytes that are nearly theirs, or nothing of the kind. */
final class FuzzInput {
  private static final String ALPHABET =
      "0123456789abcdefABCDEF/-:.+TZtz \t\n\u0000\u0080\u0661\uff11\u00e9";

  private final RandomGenerator random;

  FuzzInput(long seed) {
    random = Seeds.random(seed);
  }

  Timestamp timestamp() {
    long shift = random.nextInt(64);
    byte[] id = bytes(random.nextInt(1, ID.MAX_SIZE + 1));
    id[0] |= 1;
    return Timestamp.of(random.nextLong() >>> shift, ID.ofLittleEndian(id));
  }

  /** Returns true once in {@code outOf} calls. */
  boolean oneIn(int outOf) {
    return random.nextInt(outOf) == 0;
  }

  /** A text with up to three characters changed, dropped, doubled or put in, or cut or repeated. */
  String mutated(String text) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = random.nextInt(4); i > 0 && mutated.length() > 0; i--) {
      int at = random.nextInt(mutated.length());
      switch (random.nextInt(6)) {
        case 0 -> mutated.setCharAt(at, character());
        case 1 -> mutated.deleteCharAt(at);
        case 2 -> mutated.insert(at, mutated.charAt(at));
        case 3 -> mutated.insert(at, character());
        case 4 -> mutated.setLength(at);
        default -> mutated.append(text, 0, Math.min(at, text.length()));
      }
    }
    return mutated.toString();
  }

  String noise() {
    StringBuilder noise = new StringBuilder();
    for (int i = random.nextInt(80); i > 0; i--) {
      noise.append(random.nextInt(20) == 0 ? (char) random.nextInt(1 << 16) : character());
    }
    return noise.toString();
  }

  byte[] noiseBytes() {
    return bytes(random.nextInt(40));
  }

  private char character() {
    return ALPHABET.charAt(random.nextInt(ALPHABET.length()));
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    if (oneIn(4)) {
      Arrays.fill(bytes, (byte) (random.nextBoolean() ? 0 : 0x80));
    }
    return bytes;
  }
}
