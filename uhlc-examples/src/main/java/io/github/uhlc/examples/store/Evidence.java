package io.github.uhlc.examples.store;

import java.util.List;

/**
 * What a run leaves to be judged. Immutable.
 *
 * @param writes all writes, each after those that its client had seen
 * @param strange what was read that nobody had written so
 * @param cutReplicas how many different replicas there were while the nodes were cut off
 * @param restarts what was found when killed nodes were started again
 * @param replicas the entries of each node at the end, in the order of their keys
 */
record Evidence(
    List<Write> writes,
    List<Entry> strange,
    int cutReplicas,
    List<Restart> restarts,
    List<List<Entry>> replicas) {

  /**
   * A restart after a kill.
   *
   * @param killed the run that was killed
   * @param kept the entries of the node before it heard of others again
   */
  record Restart(NodeRun killed, List<Entry> kept) {
    /** Makes a restart with a copy of the entries. */
    Restart {
      kept = List.copyOf(kept);
    }
  }

  /** Makes evidence with copies. */
  Evidence {
    writes = List.copyOf(writes);
    strange = List.copyOf(strange);
    restarts = List.copyOf(restarts);
    replicas = replicas.stream().map(List::copyOf).toList();
  }
}
