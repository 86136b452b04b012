package io.github.uhlc.examples.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A client: over and over it reads a key at one node and writes it at another, and tells that node
 * the greatest timestamp that it has seen. What it chooses follows from the seed. Not thread-safe.
 */
final class Session {
  private final int number;
  private final Random random;
  private final History history;
  private final Set<String> seen = new LinkedHashSet<>();
  private final Map<String, String> lastWritten = new HashMap<>();
  private final Map<NodeRun, Connection> connections = new HashMap<>();
  private Optional<Entry> greatest = Optional.empty();
  private int written;

  /**
   * Makes a client.
   *
   * @param number its number
   * @param seed the seed of the run
   * @param history where it notes what it does
   */
  Session(int number, int seed, History history) {
    this.number = number;
    this.random = new Random(seed * 31L + number);
    this.history = history;
  }

  /**
   * Writes; a write to a node that has died counts, too, and the node is left out from then on.
   *
   * @param count how many writes
   * @param reachable the nodes
   * @throws IOException if none of them is left, or one refuses
   */
  void write(int count, List<NodeRun> reachable) throws IOException {
    List<NodeRun> nodes = new ArrayList<>(reachable);
    try {
      for (int end = written + count; written < end; ) {
        writeOnce(nodes);
      }
    } finally {
      disconnect();
    }
  }

  private void writeOnce(List<NodeRun> nodes) throws IOException {
    if (nodes.isEmpty()) {
      throw new IOException("no node is left for client " + number);
    }
    String key = "key-" + random.nextInt(Plan.KEYS);
    NodeRun reader = nodes.get(random.nextInt(nodes.size()));
    NodeRun writer = nodes.get(random.nextInt(nodes.size()));
    Optional<List<Entry>> read = ask(reader, new Message.Get(key), nodes);
    if (read.isEmpty() || !nodes.contains(writer)) {
      return;
    }
    for (Entry entry : read.get()) {
      history.read(entry);
      see(entry);
    }
    Optional.ofNullable(lastWritten.get(key)).ifPresent(seen::add);
    String value = "client-" + number + "-" + ++written;
    history.begin(new Write(key, value, writer, List.copyOf(seen), false, Optional.empty()));
    Message put = new Message.Put(key, value, greatest.map(Entry::stamp));
    for (Entry entry : ask(writer, put, nodes).orElse(List.of())) {
      history.acknowledge(entry);
      lastWritten.put(key, value);
      seen.clear(); // This write comes after all that, and whatever comes after this does, too.
      see(entry);
    }
  }

  private void see(Entry entry) {
    seen.add(entry.value());
    if (greatest.isEmpty() || entry.stamp().isAfter(greatest.get().stamp())) {
      greatest = Optional.of(entry);
    }
  }

  private Optional<List<Entry>> ask(NodeRun node, Message request, List<NodeRun> nodes)
      throws ProtocolException {
    try {
      Connection connection = connections.get(node);
      if (connection == null) {
        connection = Connection.open(node.port());
        connections.put(node, connection);
      }
      return Optional.of(connection.ask(request));
    } catch (ProtocolException e) {
      throw e;
    } catch (IOException e) {
      nodes.remove(node); // It has died, which its parent knows, or notices.
      return Optional.empty();
    }
  }

  private void disconnect() {
    try {
      for (Connection connection : connections.values()) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    connections.clear();
  }
}
