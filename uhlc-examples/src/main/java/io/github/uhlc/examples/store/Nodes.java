package io.github.uhlc.examples.store;

import io.github.uhlc.examples.JobFailedException;
import io.github.uhlc.examples.NodeGroup;
import io.github.uhlc.examples.Peer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The nodes of a run: where they are, and which merge with which. For one thread, except that any
 * thread may close it.
 */
final class Nodes implements AutoCloseable {
  private final NodeGroup group;
  private final Map<Integer, NodeRun> runs = new TreeMap<>();

  /**
   * Makes a run without nodes.
   *
   * @param whileWaiting run several times a second while a node is waited for
   */
  Nodes(Runnable whileWaiting) {
    group = new NodeGroup(whileWaiting);
  }

  /**
   * Starts nodes, and waits until they are ready.
   *
   * @param offsets by the number of a node, how far its wall clock is ahead
   */
  void start(Map<Integer, Duration> offsets)
      throws IOException, InterruptedException, JobFailedException {
    for (Map.Entry<Integer, Duration> node : offsets.entrySet()) {
      String number = node.getKey().toString();
      String offset = node.getValue().toString();
      group.start(
          node.getKey(),
          directory -> List.of("store", "member", directory.toString(), number, offset));
    }
    group
        .await(offsets.keySet(), "listening")
        .forEach((number, address) -> started(number, Peer.parse(address).port()));
  }

  private void started(int number, int port) {
    int before = Optional.ofNullable(runs.get(number)).map(NodeRun::start).orElse(0);
    runs.put(number, new NodeRun(number, before + 1, port));
  }

  /** Where a node is to be reached, or was when it was up. */
  NodeRun run(int number) {
    return runs.get(number);
  }

  /** Has each node merge with the others of the group, as far as they are up, and nobody else. */
  void connect(Collection<Integer> numbers) throws InterruptedException, JobFailedException {
    List<Integer> up = group.up().stream().filter(numbers::contains).toList();
    group.ask(
        up,
        number ->
            up.stream()
                .filter(other -> other != number)
                .map(other -> " " + run(other).address())
                .collect(Collectors.joining("", "peers", "")),
        "pulling");
  }

  /** What each node has counted. */
  Collection<String> counts() throws InterruptedException, JobFailedException {
    return group.ask(group.up(), number -> "count", "counted").values();
  }

  /** Kills a node, which can be started again when this has returned. */
  void kill(int number) throws InterruptedException, JobFailedException {
    group.kill(number);
  }

  /** Makes sure that no node has ended by itself. */
  void requireUp() throws InterruptedException, JobFailedException {
    group.watch(Duration.ZERO);
  }

  /** Has the files outlive this, and returns where they are, unless they are gone already. */
  Optional<Path> keepFiles() {
    return group.keepFiles();
  }

  @Override
  public void close() {
    group.close();
  }
}
