package io.github.uhlc.simulation;

import java.time.Duration;
import java.time.Instant;

/**
 * What a simulation is made of.
 *
 * @param seed of all that is random in the run
 * @param start true time at the start
 * @param nodes how many nodes
 * @param events how many steps of nodes
 * @param maxDelta of every clock
 * @param skew the largest offset of a clock without a fault, either way
 * @param meanGap the mean true time between two steps in the whole system
 * @param loss the share of messages that are lost, and of those that arrive twice
 * @param faults the chance that a step is a fault of a clock or its correction
 * @param crashes the chance that a step is a crash, with a restart under a fresh ID
 */
record Scenario(
    long seed,
    Instant start,
    int nodes,
    int events,
    Duration maxDelta,
    Duration skew,
    Duration meanGap,
    double loss,
    double faults,
    double crashes) {

  /** The largest step of a clock, as of a nemesis that doubles its reach. */
  static final Duration MAX_STEP = Duration.ofSeconds(262);
}
