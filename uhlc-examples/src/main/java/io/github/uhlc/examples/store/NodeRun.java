package io.github.uhlc.examples.store;

import io.github.uhlc.ID;
import io.github.uhlc.examples.Peer;

/**
 * The run of a node from a start to its end.
 *
 * @param node the number of the node
 * @param start 1 for the first start, 2 for the second
 * @param port where it listens
 */
record NodeRun(int node, int start, int port) {
  /** The ID of a node's clock, of all its runs. */
  static ID id(int node) {
    return ID.ofUnsigned(node);
  }

  /** Where it is to be reached. */
  Peer address() {
    return new Peer(port, id(node));
  }
}
