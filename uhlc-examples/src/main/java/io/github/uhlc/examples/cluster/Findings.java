package io.github.uhlc.examples.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link CausalCheck} has found. Immutable.
 *
 * @param events events of all nodes
 * @param messages requests and answers sent
 * @param accepted messages accepted
 * @param pairs pairs of a cause and its effect
 * @param earlyByWallClock pairs whose effect comes before its cause when sorted by wall clock
 * @param rogueMessages messages that the rogue sent
 * @param rogueRefused those of them that were refused
 * @param rogueLate those of them that came so late that they were rightly accepted
 * @param largestLead the largest lead of a timestamp over its node's physical clock, zero or more
 * @param violations all that breaks a rule
 */
record Findings(
    long events,
    long messages,
    long accepted,
    long pairs,
    long earlyByWallClock,
    long rogueMessages,
    long rogueRefused,
    long rogueLate,
    Duration largestLead,
    List<Violation> violations) {

  /** What must hold in the merged logs of a run. */
  enum Rule {
    /** Causality, which is what the clocks are for. */
    CAUSE_FIRST("every effect has a greater time than its cause"),
    /** Uniqueness. */
    UNIQUE("no two events have one timestamp"),
    /** Every cause is in the logs and of a kind that can lead to its effect. */
    CAUSE_KNOWN("every cause is in the logs, and can be a cause of that event"),
    /** No message is lost. */
    DELIVERED("every message arrives"),
    /** No message is repeated. */
    DELIVERED_ONCE("no message arrives twice"),
    /** A clock that is too far ahead has no influence. */
    ACCEPTED_WITHIN_DELTA("no accepted message leads the physical clock by more than max-delta"),
    /** A clock that is not too far ahead is listened to. */
    REFUSED_BEYOND_DELTA("every refused message leads the physical clock by more than max-delta"),
    /** Timestamps stay close to physical time. */
    CLOSE_TO_WALL_CLOCK("no timestamp leads the physical clock by more than max-delta");

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

  /**
   * An event that breaks a rule.
   *
   * @param rule the rule
   * @param event the event
   */
  record Violation(Rule rule, Event event) {}

  /** Makes findings with a copy of the violations. */
  Findings {
    violations = List.copyOf(violations);
  }

  /** How many events break a rule. */
  long count(Rule rule) {
    return violations.stream().filter(violation -> violation.rule() == rule).count();
  }

  /** What is wrong, a line for each broken rule with its first event; empty if all is well. */
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    for (Rule rule : Rule.values()) {
      violations.stream()
          .filter(violation -> violation.rule() == rule)
          .findFirst()
          .ifPresent(first -> failures.add(failure(first)));
    }
    if (accepted == 0 || rogueRefused == 0) {
      failures.add("too little has happened to check anything");
    }
    return failures;
  }

  private String failure(Violation first) {
    return "broken: "
        + first.rule()
        + ": violations="
        + count(first.rule())
        + ", first="
        + first.event().toLine().replace('\t', ' ');
  }
}
