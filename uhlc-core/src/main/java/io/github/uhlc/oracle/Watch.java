package io.github.uhlc.oracle;

import io.github.uhlc.NTP64;
import java.util.Objects;

/** What an oracle on standby has seen of the mark. Used by one thread at a time. */
final class Watch {
  private final OracleSettings settings;
  private final long waitNanos;
  private NTP64 seen;
  private long sinceNanos;

  Watch(OracleSettings settings) {
    this.settings = settings;
    this.waitNanos = Lease.withAnEighth(settings.lease().toNanos());
  }

  /**
   * Reads the mark.
   *
   * @return the bound, if it was seen for a lease and an eighth since a read of it ended; else null
   * @throws RuntimeException what the mark throws
   */
  NTP64 look() {
    NTP64 bound =
        Objects.requireNonNull(settings.mark().bound(), "the mark has returned null as its bound");
    // After the read: a holder may have written the bound while it was under way.
    long nowNanos = settings.counter().getAsLong();
    if (!bound.equals(seen)) {
      seen = bound;
      sinceNanos = nowNanos;
    }
    return nowNanos - sinceNanos >= waitNanos ? bound : null;
  }

  /** How long a bound that does not change must still be watched; 0 or less if no longer. */
  long remainingNanos() {
    return seen == null ? 0 : waitNanos - (settings.counter().getAsLong() - sinceNanos);
  }
}
