package io.github.uhlc.examples.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run of the main job is made of.
 *
 * @param seconds how long the nodes talk
 * @param nodes how many there are, at least two; the last is the rogue
 * @param skew how far the wall clocks of honest nodes are off
 */
public record Scenario(int seconds, int nodes, Duration skew) {
  /** The max-delta of all nodes. */
  static final Duration MAX_DELTA = Duration.ofMillis(500);

  /** How far the wall clock of the rogue is ahead. */
  static final Duration ROGUE_OFFSET = Duration.ofSeconds(2);

  /** The pause of a node for each node there is, so that the load does not grow with them. */
  private static final Duration PAUSE_PER_NODE = Duration.ofNanos(250_000);

  /**
   * How far the wall clock of each node is ahead: 0, +skew, -skew, over and over, and the rogue's.
   */
  List<Duration> offsets() {
    List<Duration> cycle = List.of(Duration.ZERO, skew, skew.negated());
    List<Duration> offsets = new ArrayList<>();
    for (int node = 0; node < nodes - 1; node++) {
      offsets.add(cycle.get(node % cycle.size()));
    }
    offsets.add(ROGUE_OFFSET);
    return offsets;
  }

  /** The mean pause of a node between its requests. */
  Duration meanPause() {
    return PAUSE_PER_NODE.multipliedBy(nodes);
  }
}
