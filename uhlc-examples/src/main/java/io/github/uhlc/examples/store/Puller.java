package io.github.uhlc.examples.store;

import io.github.uhlc.examples.Complaint;
import io.github.uhlc.examples.Daemon;
import io.github.uhlc.examples.Peer;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The merging side of a node: one thread asks the peers, over and over, for what they have stored
 * since, also of third nodes. A peer that does not answer is asked again in the next round.
 */
final class Puller {
  // State: the connections, by peer; a null is a peer without one. Under the lock of this object,
  // which is held for the whole round with one peer.

  private static final Duration PAUSE = Duration.ofMillis(10);

  private final Replica replica;
  private final Map<Peer, Connection> connections = new HashMap<>();

  Puller(Replica replica) {
    this.replica = replica;
  }

  void start() {
    Daemon.start("pull", this::pullForever);
  }

  /** Asks these peers from now on, and no others: when this returns nothing of others comes in. */
  synchronized void setPeers(List<Peer> peers) {
    List.copyOf(connections.keySet()).stream()
        .filter(peer -> !peers.contains(peer))
        .forEach(this::forget);
    peers.forEach(peer -> connections.putIfAbsent(peer, null));
  }

  private void pullForever() {
    while (true) {
      peers().forEach(this::pullFrom);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private synchronized List<Peer> peers() {
    return List.copyOf(connections.keySet());
  }

  private synchronized void pullFrom(Peer peer) {
    if (!connections.containsKey(peer)) {
      return;
    }
    try {
      if (connections.get(peer) == null) {
        connections.put(peer, Connection.open(peer.port()));
      }
      pull(peer, connections.get(peer));
    } catch (IOException e) {
      forget(peer);
      connections.put(peer, null);
    } catch (SQLException e) {
      throw new IllegalStateException("the database cannot be used: " + Complaint.reason(e), e);
    }
  }

  private void pull(Peer peer, Connection connection) throws IOException, SQLException {
    List<Entry> entries;
    do {
      entries = connection.ask(new Message.Pull(replica.cursor(peer.id())));
    } while (replica.merge(peer.id(), entries) && entries.size() == Wire.MAX_ENTRIES);
  }

  private void forget(Peer peer) {
    Connection connection = connections.remove(peer);
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (IOException e) {
      // It is of no more use anyway.
    }
  }
}
