package io.github.uhlc.examples.store;

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
