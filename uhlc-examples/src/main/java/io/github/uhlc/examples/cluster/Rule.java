package io.github.uhlc.examples.cluster;

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
