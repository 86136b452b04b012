package io.github.uhlc.oracle.client;

import io.github.uhlc.oracle.wire.EpochWire;

/**
 * The number of a holder's tenure, which never falls: 128 bits, unsigned.
 *
 * @param hi the upper half, unsigned
 * @param lo the lower half, unsigned
 */
record Epoch(long hi, long lo) implements Comparable<Epoch> {
  static final Epoch ZERO = new Epoch(0, 0);

  static Epoch of(EpochWire wire) {
    return new Epoch(wire.getHi(), wire.getLo());
  }

  Epoch max(Epoch other) {
    return compareTo(other) >= 0 ? this : other;
  }

  @Override
  public int compareTo(Epoch other) {
    int order = Long.compareUnsigned(hi, other.hi);
    return order != 0 ? order : Long.compareUnsigned(lo, other.lo);
  }
}
