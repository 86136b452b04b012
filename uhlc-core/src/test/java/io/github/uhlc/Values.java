package io.github.uhlc;

import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** Values over their whole range, with the edges of the format more often than chance has them. */
final class Values extends DomainContextBase {
  private static final long SECOND = 1L << 32;

  /** The edges of NTP64 bits. */
  static final Long[] EDGES = {
    0L,
    1L,
    15L,
    16L,
    17L,
    SECOND - 4,
    SECOND - 3,
    SECOND - 2,
    SECOND - 1,
    SECOND,
    (1L << 63) - 1,
    1L << 63,
    (1L << 63) + 1,
    (1L << 56) - 1,
    1L << 56,
    -SECOND - 1,
    -SECOND,
    -17L,
    -16L,
    -15L,
    -4L,
    -3L,
    -2L,
    -1L,
  };

  @Provide
  Arbitrary<Long> longs() {
    return Arbitraries.frequencyOf(
        Tuple.of(1, Arbitraries.of(EDGES)),
        Tuple.of(4, Arbitraries.randomValue(random -> random.nextLong())));
  }

  @Provide
  Arbitrary<NTP64> times() {
    return longs().map(NTP64::ofBits);
  }

  @Provide
  Arbitrary<ID> ids() {
    Arbitrary<byte[]> bytes =
        Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(ID.MAX_SIZE);
    // Often alike in their lower half, so that the upper one decides their order.
    Arbitrary<ID> alike =
        Combinators.combine(Arbitraries.of(EDGES), Arbitraries.of(1L, 1L << 63))
            .as((high, low) -> ID.of(new UUID(high, low)));
    return Arbitraries.frequencyOf(
        Tuple.of(2, bytes.filter(Values::isNotZero).map(ID::ofLittleEndian)), Tuple.of(1, alike));
  }

  @Provide
  Arbitrary<Timestamp> timestamps() {
    return Combinators.combine(times(), ids()).as(Timestamp::of);
  }

  private static boolean isNotZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return true;
      }
    }
    return false;
  }
}
