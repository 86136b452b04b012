package io.github.uhlc.examples.recipes;

import io.github.uhlc.HLC;
import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import io.github.uhlc.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the tests of the recipes stamp and receive. */
final class Peers {
  static final NTP64 NOW = NTP64.of(Instant.parse("2026-01-01T00:00:00Z"));

  private Peers() {}

  /** An HLC whose physical clock stands still, so that whatever moves its last time shows. */
  static HLC clock() {
    return clock(NOW);
  }

  static HLC clock(NTP64 now) {
    PhysicalClock physical = () -> now.bits();
    return HLC.builder().withClock(physical).withMaxDelta(Duration.ofMillis(500)).build();
  }

  /** A timestamp an hour ahead of {@link #clock()}, which refuses it. */
  static Timestamp farAhead() {
    return Timestamp.of(NOW.plus(Duration.ofHours(1)), ID.ofUnsigned(0x33));
  }

  /** In ascending order, with all that sorting goes wrong about: signs, byte order, length. */
  static List<Timestamp> ascending() {
    return List.of(
        Timestamp.of(0, ID.ofUnsigned(1)),
        Timestamp.of(0xFFL, ID.ofUnsigned(1)),
        Timestamp.of(0x100L, ID.ofUnsigned(0x0100)),
        Timestamp.of(0x100L, ID.ofUnsigned(0x01)),
        Timestamp.of(0x100L, ID.ofUnsigned(0x7F)),
        Timestamp.of(0x100L, ID.ofUnsigned(0x80)),
        Timestamp.of(Long.MAX_VALUE, ID.ofUnsigned(-1)),
        Timestamp.of(Long.MIN_VALUE, ID.ofUnsigned(1)),
        Timestamp.of(-1, ID.ofUnsigned(1)));
  }
}
