package io.github.uhlc.examples.simulate;

import java.util.List;

/**
 * What a simulation has shown.
 *
 * @param settings what it was made of
 * @param total the figures of all nodes
 * @param nodes those of each node
 */
record Outcome(Settings settings, Figures total, List<NodeOutcome> nodes) {
  /**
   * What a node has shown.
   *
   * @param settings what it was made of
   * @param figures its figures
   * @param leads l - pt over time, in milliseconds
   * @param counters c over time
   */
  record NodeOutcome(NodeSettings settings, Figures figures, Series leads, Series counters) {}
}
