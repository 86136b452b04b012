package io.github.uhlc.oracle.client;

import io.github.uhlc.oracle.wire.LeaderHint;
import io.grpc.ManagedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which server is asked: the one that answered last; after a failure the one that a hint names, or
 * the next one of the list. A server that is named by a hint and not in the list takes the place of
 * the one before that was, so that hints cannot open ever more connections.
 */
final class Route {
  // State: all of it belongs to the monitor of this object; nothing in it waits.

  /** A connection to a server. */
  record Hop(Endpoint endpoint, ManagedChannel channel) {}

  private final Function<Endpoint, ManagedChannel> connector;
  private final List<Hop> listed = new ArrayList<>();
  private Hop stranger;
  private Hop current;
  private int place;
  private Epoch known = Epoch.ZERO;
  private boolean isClosed;

  Route(List<Endpoint> endpoints, Function<Endpoint, ManagedChannel> connector) {
    this.connector = connector;
    endpoints.forEach(endpoint -> listed.add(new Hop(endpoint, connector.apply(endpoint))));
    current = listed.get(0);
  }

  synchronized Hop current() {
    return current;
  }

  synchronized void answered(Epoch epoch) {
    known = known.max(epoch);
  }

  /**
   * Turns to another server.
   *
   * @param failed the one that did not answer
   * @param hint what it said of the one that serves
   * @return whether the hint was followed
   */
  synchronized boolean failed(Hop failed, Optional<LeaderHint> hint) {
    if (isClosed) {
      return false;
    }
    Optional<Endpoint> named = hint.flatMap(this::endpoint);
    if (named.isPresent() && !named.get().equals(failed.endpoint())) {
      current = hop(named.get());
      return true;
    }
    // Another call may have turned away from it already.
    if (failed.equals(current)) {
      place = (place + 1) % listed.size();
      current = listed.get(place);
    }
    // A connection that cannot be made is tried again when the next call wants it, not later.
    current.channel().resetConnectBackoff();
    return false;
  }

  /** The endpoint of a hint, if that is not older than what is known. */
  private Optional<Endpoint> endpoint(LeaderHint hint) {
    if (!hint.hasLeaderEndpoint()) {
      return Optional.empty();
    }
    if (hint.hasLeaderEpoch()) {
      Epoch epoch = Epoch.of(hint.getLeaderEpoch());
      if (epoch.compareTo(known) < 0) {
        return Optional.empty();
      }
      known = epoch;
    }
    try {
      return Optional.of(Endpoint.parse(hint.getLeaderEndpoint()));
    } catch (IllegalArgumentException e) {
      // The list is there for such a case.
      return Optional.empty();
    }
  }

  private Hop hop(Endpoint endpoint) {
    for (int i = 0; i < listed.size(); i++) {
      if (listed.get(i).endpoint().equals(endpoint)) {
        place = i;
        return listed.get(i);
      }
    }
    if (stranger == null || !stranger.endpoint().equals(endpoint)) {
      if (stranger != null) {
        stranger.channel().shutdown();
      }
      stranger = new Hop(endpoint, connector.apply(endpoint));
    }
    return stranger;
  }

  synchronized void close() {
    isClosed = true;
    listed.forEach(hop -> hop.channel().shutdownNow());
    if (stranger != null) {
      stranger.channel().shutdownNow();
    }
  }
}
