package io.github.uhlc.examples.cluster;

import io.github.uhlc.ID;
import io.github.uhlc.Timestamp;
import io.github.uhlc.examples.cluster.Event.Kind;
import io.github.uhlc.examples.cluster.Findings.Rule;
import io.github.uhlc.examples.cluster.Findings.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges the merged logs of a run by every {@link Rule}. Causes are those that the logs name and,
 * for each event, the one before in its thread; only from a refused message nothing follows, as the
 * clock that refused it has not taken it in. For one use by one thread.
 */
final class CausalCheck {
  private final ID rogue;
  private final Duration maxDelta;
  private final Map<Timestamp, Event> byTimestamp = new HashMap<>();
  private final Map<NodeThread, Event> lastOfThread = new HashMap<>();
  private final Set<Timestamp> arrived = new HashSet<>();
  private final List<Violation> violations = new ArrayList<>();
  private long accepted;
  private long pairs;
  private long earlyByWallClock;
  private long rogueRefused;
  private long rogueLate;

  private record NodeThread(ID node, String thread) {}

  /**
   * Checks logs.
   *
   * @param events the events of all nodes, those of each thread in its program order
   * @param rogue the ID of the node that is too far ahead
   * @param maxDelta the max-delta of all nodes
   * @return what was found
   */
  static Findings of(List<Event> events, ID rogue, Duration maxDelta) {
    return new CausalCheck(rogue, maxDelta).check(events);
  }

  private CausalCheck(ID rogue, Duration maxDelta) {
    this.rogue = rogue;
    this.maxDelta = maxDelta;
  }

  private Findings check(List<Event> events) {
    for (Event event : events) {
      require(Rule.UNIQUE, byTimestamp.putIfAbsent(event.timestamp(), event) == null, event);
    }
    Duration largestLead = Duration.ZERO;
    for (Event event : events) {
      checkCauses(event);
      if (event.isArrival()) {
        checkArrival(event);
      }
      if (event.kind() != Kind.REFUSE) { // Its wall clock was read before it was stamped.
        Duration lead = event.wallClock().until(event.timestamp().time());
        require(Rule.CLOSE_TO_WALL_CLOCK, lead.compareTo(maxDelta) <= 0, event);
        largestLead = lead.compareTo(largestLead) > 0 ? lead : largestLead;
      }
    }
    List<Event> messages = events.stream().filter(Event::isMessage).toList();
    for (Event message : messages) {
      require(Rule.DELIVERED, arrived.contains(message.timestamp()), message);
    }
    return new Findings(
        events.size(),
        messages.size(),
        accepted,
        pairs,
        earlyByWallClock,
        messages.stream().filter(message -> isOfRogue(message.timestamp())).count(),
        rogueRefused,
        rogueLate,
        largestLead,
        violations);
  }

  private void checkCauses(Event event) {
    Event before = lastOfThread.put(new NodeThread(event.timestamp().id(), event.thread()), event);
    if (before != null) {
      checkPair(before, event);
    }
    Event cause = event.cause().map(byTimestamp::get).orElse(null);
    boolean needsNone = event.cause().isEmpty() && event.kind() == Kind.WORK;
    boolean known = cause != null && canCause(cause, event);
    require(Rule.CAUSE_KNOWN, needsNone || known, event);
    boolean checked = known && before != null && cause.timestamp().equals(before.timestamp());
    if (known && !checked && event.kind() != Kind.REFUSE) {
      checkPair(cause, event);
    }
  }

  private static boolean canCause(Event cause, Event effect) {
    boolean sameNode = cause.timestamp().id().equals(effect.timestamp().id());
    return switch (effect.kind()) {
      case WORK, ANSWER -> sameNode && cause.kind() == Kind.RECEIVE;
      case SEND -> sameNode && cause.kind() == Kind.WORK;
      case RECEIVE, REFUSE -> !sameNode && cause.isMessage();
    };
  }

  private void checkPair(Event cause, Event effect) {
    pairs++;
    if (effect.wallClock().isBefore(cause.wallClock())) {
      earlyByWallClock++;
    }
    // Of the time alone: a clock goes beyond what it has taken in, and does not leave that to IDs.
    require(Rule.CAUSE_FIRST, effect.timestamp().time().isAfter(cause.timestamp().time()), effect);
  }

  private void checkArrival(Event arrival) {
    Timestamp message = arrival.cause().orElse(arrival.timestamp());
    require(Rule.DELIVERED_ONCE, arrived.add(message), arrival);
    boolean beyondDelta = message.time().isAfter(arrival.wallClock().plus(maxDelta));
    if (arrival.kind() == Kind.RECEIVE) {
      accepted++;
      rogueLate += isOfRogue(message) && !beyondDelta ? 1 : 0;
      // The clock has gone on since it accepted, so this is never too strict.
      require(Rule.ACCEPTED_WITHIN_DELTA, !beyondDelta, arrival);
    } else {
      rogueRefused += isOfRogue(message) ? 1 : 0;
      require(Rule.REFUSED_BEYOND_DELTA, beyondDelta, arrival);
    }
  }

  private boolean isOfRogue(Timestamp message) {
    return message.id().equals(rogue);
  }

  private void require(Rule rule, boolean holds, Event event) {
    if (!holds) {
      violations.add(new Violation(rule, event));
    }
  }
}
