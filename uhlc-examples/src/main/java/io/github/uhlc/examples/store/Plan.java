package io.github.uhlc.examples.store;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a run is made of.
 *
 * @param nodes how many nodes there are, 3 or more
 * @param skew how far their wall clocks are off
 * @param writes how many writes each client makes in each step of the run
 * @param seed what the clients' choices follow from
 */
record Plan(int nodes, Duration skew, int writes, int seed) {
  /** The max-delta of all nodes. */
  static final Duration MAX_DELTA = Duration.ofSeconds(10);

  /**
   * How far the wall clock of a node is set back while it is down: more than it takes to start, so
   * that the clock reads what it has read before, and less than max-delta, so that the node still
   * accepts what the others stamp.
   */
  static final Duration SET_BACK = Duration.ofSeconds(5);

  /** How far the nodes take their high-water marks ahead, and so start ahead after a crash. */
  static final Duration WINDOW = Duration.ofMillis(500);

  /** How many clients write at once. */
  static final int CLIENTS = 4;

  /** How many keys they write. */
  static final int KEYS = 20;

  /** How far the wall clock of a node is ahead: 0, +skew, -skew, over and over. */
  Duration offset(int node) {
    return List.of(Duration.ZERO, skew, skew.negated()).get((node - 1) % 3);
  }

  /** The numbers of all nodes. */
  List<Integer> all() {
    return IntStream.rangeClosed(1, nodes).boxed().toList();
  }

  /** The nodes of a side, 0 or 1, while they are cut off; that of 0 has two or more. */
  List<Integer> side(int side) {
    int first = (nodes + 1) / 2;
    return side == 0 ? all().subList(0, first) : all().subList(first, nodes);
  }

  /** The node that is killed while the nodes are cut off from each other. */
  int firstVictim() {
    return 2;
  }

  /** The node that is killed when all are connected again. */
  int secondVictim() {
    return nodes;
  }
}
