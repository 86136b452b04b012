package io.github.uhlc.examples.failover;

import java.util.Optional;

/**
 * The oracle that serves while it holds the lease. It issues only times whose millisecond is within
 * the bound that the backup has acknowledged; before it goes beyond, it has the backup hold a new
 * one.
 */
final class Primary implements Member {
  private final MillisClock clock;
  private final Lease lease;
  private long boundMillis = -1;

  /** The time that waits for the backup to hold its millisecond. */
  private Optional<MillisTime> drawn = Optional.empty();

  Primary(MillisClock clock, Lease lease) {
    this.clock = clock;
    this.lease = lease;
  }

  @Override
  public Signal answer(Signal request) {
    return switch (request.kind()) {
      case GET -> get();
      case RENEW -> renew();
      case HELD -> held(request);
      default -> Signal.REFUSED;
    };
  }

  private Signal get() {
    MillisTime time = clock.next();
    drawn = Optional.of(time);
    return time.pt() <= boundMillis ? issue(time) : hold(time.pt());
  }

  private Signal renew() {
    drawn = Optional.empty();
    return hold(Math.max(boundMillis, clock.wallMillis()));
  }

  private Signal hold(long millis) {
    return new Signal(Signal.Kind.HOLD, millis, lease.now());
  }

  private Signal held(Signal held) {
    boundMillis = Math.max(boundMillis, held.pt());
    // From when it was asked for: the backup granted it later, so the lease ends here first.
    lease.grantFrom(held.number());
    return drawn.filter(time -> time.pt() <= boundMillis).map(this::issue).orElse(held);
  }

  /** The lease is looked at last, as this process may have been paused at any point before. */
  private Signal issue(MillisTime time) {
    drawn = Optional.empty();
    return lease.holds() ? Signal.time(time) : Signal.REFUSED;
  }
}
