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
