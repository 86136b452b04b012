package io.github.uhlc.examples.cluster;

import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import java.time.DateTimeException;
import java.util.Locale;
import java.util.Optional;

/**
 * An event of a node, one line of its log: five columns with tabs between them.
 *
 * @param thread the thread of the node that it happened in: lower-case letters, digits and hyphens
 * @param kind what happened
 * @param wallClock the physical clock as the node read it right after stamping; for a refusal, as
 *     it was read to decide on it
 * @param timestamp the event's own timestamp; its ID is the node's
 * @param cause the timestamp of an event that happened before this one and led to it, if any
 */
record Event(
    String thread, Kind kind, NTP64 wallClock, Timestamp timestamp, Optional<Timestamp> cause) {
  private static final String SEPARATOR = "\t";
  private static final int COLUMNS = 5;
  private static final String NO_CAUSE = "-";

  /** What happens on a node. */
  enum Kind {
    /** The node does something of its own; caused by what it heard last, if anything. */
    WORK,
    /** It sends a request; caused by the work before. */
    SEND,
    /** It has accepted a message; caused by that message. */
    RECEIVE,
    /** It answers a request; caused by having received it. */
    ANSWER,
    /** It has refused a message and does not act on it; caused by that message. */
    REFUSE
  }

  /**
   * Parses what {@link #toLine} returns, and nothing else.
   *
   * @throws IllegalArgumentException if the line is anything else
   */
  static Event parse(String line) {
    String[] columns = line.split(SEPARATOR, -1);
    if (columns.length != COLUMNS || !columns[0].matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException(
          "this is no event: a thread, a kind, a wall clock, a timestamp and a cause, by tabs");
    }
    try {
      return new Event(
          columns[0],
          parseKind(columns[1]),
          NTP64.parse(columns[2]),
          Timestamp.parse(columns[3]),
          columns[4].equals(NO_CAUSE)
              ? Optional.empty()
              : Optional.of(Timestamp.parse(columns[4])));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Kind parseKind(String word) {
    for (Kind kind : Kind.values()) {
      if (word(kind).equals(word)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "there is no such kind; there are work, send, receive, answer, refuse");
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Tells whether this is the sending of a message, be it a request or an answer. */
  boolean isMessage() {
    return kind == Kind.SEND || kind == Kind.ANSWER;
  }

  /** Tells whether this is the arrival of a message, be it accepted or refused. */
  boolean isArrival() {
    return kind == Kind.RECEIVE || kind == Kind.REFUSE;
  }

  /** The line of the log, without a line end. */
  String toLine() {
    return String.join(
        SEPARATOR,
        thread,
        word(kind),
        wallClock.toString(),
        timestamp.toString(),
        cause.map(Timestamp::toString).orElse(NO_CAUSE));
  }
}
