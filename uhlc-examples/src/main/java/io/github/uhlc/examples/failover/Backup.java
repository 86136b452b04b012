package io.github.uhlc.examples.failover;

import java.time.Duration;

/**
 * The oracle that grants the lease, keeps the bound of the times that the primary can have issued,
 * and takes over for good when the lease has run out or when it is told that the primary is dead.
 */
final class Backup implements Member {
  private final MillisClock clock;
  private final Lease lease;
  private final long marginMillis;
  private long boundMillis = -1;
  private boolean active;

  /**
   * Makes a backup; the lease holds from now on.
   *
   * @param clock its clock
   * @param lease what it grants
   * @param safetyMargin how far beyond the bound it starts, 1 ms or more
   */
  Backup(MillisClock clock, Lease lease, Duration safetyMargin) {
    this.clock = clock;
    this.lease = lease;
    marginMillis = safetyMargin.toMillis();
    lease.grantFrom(lease.now());
  }

  @Override
  public Signal answer(Signal request) {
    if (!active && (request.is(Signal.Kind.TAKE_OVER) || !lease.holds())) {
      takeOver();
    }
    return switch (request.kind()) {
      case HOLD -> active ? Signal.REFUSED : hold(request);
      case GET -> active ? Signal.time(clock.next()) : Signal.REFUSED;
      case WATCH, TAKE_OVER -> active ? Signal.ACTIVE : Signal.REFUSED;
      default -> Signal.REFUSED;
    };
  }

  private Signal hold(Signal request) {
    boundMillis = Math.max(boundMillis, request.pt());
    lease.grantFrom(lease.now());
    return request.held();
  }

  private void takeOver() {
    if (boundMillis >= 0) {
      clock.startAt(boundMillis + marginMillis);
    }
    active = true;
  }
}
