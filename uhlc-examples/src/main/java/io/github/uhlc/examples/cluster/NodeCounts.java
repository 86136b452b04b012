package io.github.uhlc.examples.cluster;

/**
 * What nodes have counted.
 *
 * @param events events logged
 * @param messages requests and answers sent
 * @param refused messages refused
 * @param malformed malformed frames dropped
 */
record NodeCounts(long events, long messages, long refused, long malformed) {
  /** Nothing counted. */
  static final NodeCounts NONE = new NodeCounts(0, 0, 0, 0);

  /** Parses what {@link #toString} returns. */
  static NodeCounts parse(String text) {
    String[] numbers = text.split(" ", 4);
    return new NodeCounts(
        Long.parseLong(numbers[0]),
        Long.parseLong(numbers[1]),
        Long.parseLong(numbers[2]),
        Long.parseLong(numbers[3]));
  }

  NodeCounts plus(NodeCounts other) {
    return new NodeCounts(
        events + other.events,
        messages + other.messages,
        refused + other.refused,
        malformed + other.malformed);
  }

  /** The four numbers, with spaces between them. */
  @Override
  public String toString() {
    return events + " " + messages + " " + refused + " " + malformed;
  }
}
