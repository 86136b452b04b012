package io.github.uhlc.examples.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What an {@link Audit} has found. Immutable.
 *
 * @param acknowledged writes that a node has acknowledged
 * @param unanswered writes to a node that died meanwhile
 * @param survived those of them that were seen later
 * @param conflicts writes that replaced what another one had replaced, without having seen that
 * @param lostByWallClock writes that would have lost to one that they come after, if the wall clock
 *     decided
 * @param overwrittenByWallClock keys that would be left with a value that was overwritten
 * @param keys keys there are
 * @param largestLead how far a restarted node was ahead of its wall clock, zero if none was
 * @param broken the broken rules, and what breaks them
 * @param idle whether too little has happened to check anything
 */
record Findings(
    long acknowledged,
    long unanswered,
    long survived,
    long conflicts,
    long lostByWallClock,
    long overwrittenByWallClock,
    long keys,
    Duration largestLead,
    Map<Rule, List<String>> broken,
    boolean idle) {

  /** What must hold at the end of a run. */
  enum Rule {
    /** Convergence. */
    EQUAL("all replicas are equal"),
    /** Nothing is lost, nor wins that should not. */
    LATEST_WINS("each key has the value of the write with the greatest timestamp"),
    /** Causality, which is what the clocks are for. */
    CAUSAL("no write is earlier than one of its key that it comes after"),
    /** Uniqueness. */
    UNIQUE("no two writes have one timestamp"),
    /** The clock of a node survives a crash. */
    GOES_ON("what a node stamps after a restart is greater than all before"),
    /** The data of a node survives a crash. */
    DURABLE("a killed node has all that it had acknowledged, or what is later"),
    /** Nothing is made up. */
    AS_WRITTEN("whatever is read is what a client has written");

    private final String text;

    Rule(String text) {
      this.text = text;
    }

    /** The rule as a statement. */
    @Override
    public String toString() {
      return text;
    }
  }

  /** Makes findings with a copy of the broken rules. */
  Findings {
    Map<Rule, List<String>> copy = new EnumMap<>(Rule.class);
    broken.forEach((rule, what) -> copy.put(rule, List.copyOf(what)));
    broken = copy;
  }

  /** How often a rule is broken. */
  long count(Rule rule) {
    return broken.getOrDefault(rule, List.of()).size();
  }

  /** What is wrong, a line for each broken rule; empty if all is well. */
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    broken.forEach(
        (rule, what) ->
            failures.add(
                "broken: " + rule + ": violations=" + what.size() + ", first=" + what.get(0)));
    if (idle) {
      failures.add("too little has happened to check anything");
    }
    return failures;
  }
}
