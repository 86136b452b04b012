package io.github.uhlc.examples.store;

import io.github.uhlc.Timestamp;
import io.github.uhlc.examples.store.Evidence.Restart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Judges a run by every {@link Rule}. What the wall clock would have made of it is found by
 * replaying the same writes with what the wall clocks read. For one use by one thread.
 */
final class Audit {
  private final Evidence evidence;
  private final List<Write> writes;
  private final Map<Rule, List<String>> broken = new EnumMap<>(Rule.class);

  /** Judges a run. */
  static Findings of(Evidence evidence) {
    return new Audit(evidence).judge();
  }

  private Audit(Evidence evidence) {
    this.evidence = evidence;
    // What nobody has seen has no influence.
    this.writes = evidence.writes().stream().filter(write -> write.entry().isPresent()).toList();
  }

  private Findings judge() {
    evidence.strange().forEach(entry -> violate(Rule.AS_WRITTEN, entry));
    checkReplicas();
    checkUnique();
    losers(Entry::stamp).forEach(write -> violate(Rule.CAUSAL, write));
    evidence.restarts().forEach(this::checkRestart);
    List<Write> all = evidence.writes();
    Map<String, Entry> byWallClock = winners(Entry::wallStamp);
    Set<String> overwritten = new HashSet<>();
    writes.forEach(write -> overwritten.addAll(write.seen()));
    return new Findings(
        count(all, Write::acknowledged),
        count(all, write -> !write.acknowledged()),
        count(writes, write -> !write.acknowledged()),
        conflicts(),
        losers(Entry::wallStamp).size(),
        byWallClock.values().stream().filter(entry -> overwritten.contains(entry.value())).count(),
        byWallClock.size(),
        largestLead(),
        broken,
        isIdle());
  }

  private static long count(List<Write> writes, Predicate<Write> condition) {
    return writes.stream().filter(condition).count();
  }

  private static Entry entry(Write write) {
    return write.entry().orElseThrow();
  }

  private void checkReplicas() {
    Map<String, Entry> winners = winners(Entry::stamp);
    List<Entry> first = evidence.replicas().get(0);
    for (List<Entry> replica : evidence.replicas()) {
      if (!Digest.of(replica).equals(Digest.of(first))) {
        violate(Rule.EQUAL, "a replica of " + replica.size() + " entries");
      }
      Map<String, Entry> entries = byKey(replica);
      Set<String> keys = new HashSet<>(winners.keySet());
      keys.addAll(entries.keySet());
      for (String key : keys) {
        Optional<Entry> winner = Optional.ofNullable(winners.get(key));
        Optional<Entry> entry = Optional.ofNullable(entries.get(key));
        if (winner.isEmpty() || entry.isEmpty() || !entry.get().isSameWrite(winner.get())) {
          violate(Rule.LATEST_WINS, entry.or(() -> winner).orElseThrow());
        }
      }
    }
  }

  private static Map<String, Entry> byKey(List<Entry> entries) {
    Map<String, Entry> byKey = new HashMap<>();
    entries.forEach(entry -> byKey.put(entry.key(), entry));
    return byKey;
  }

  /** The last write of each key, if such timestamps decide. */
  private Map<String, Entry> winners(Function<Entry, Timestamp> stamp) {
    Map<String, Entry> winners = new HashMap<>();
    for (Write write : writes) {
      winners.merge(
          write.key(),
          entry(write),
          (one, other) -> stamp.apply(one).isAfter(stamp.apply(other)) ? one : other);
    }
    return winners;
  }

  private void checkUnique() {
    Set<Timestamp> stamps = new HashSet<>();
    for (Write write : writes) {
      if (!stamps.add(entry(write).stamp())) {
        violate(Rule.UNIQUE, write);
      }
    }
  }

  /** The writes that lose to one that they come after, if such timestamps decide. */
  private List<Write> losers(Function<Entry, Timestamp> stamp) {
    Map<String, Timestamp> greatestUpTo = new HashMap<>();
    List<Write> losers = new ArrayList<>();
    for (Write write : writes) {
      Timestamp own = stamp.apply(entry(write));
      Timestamp greatest = own;
      boolean loses = false;
      for (String value : write.seen()) {
        Timestamp before = greatestUpTo.get(value);
        if (before != null && !before.isBefore(own)) {
          loses = true;
          greatest = before.isAfter(greatest) ? before : greatest;
        }
      }
      greatestUpTo.put(write.value(), greatest);
      if (loses) {
        losers.add(write);
      }
    }
    return losers;
  }

  private void checkRestart(Restart restart) {
    NodeRun killed = restart.killed();
    Map<String, Entry> kept = byKey(restart.kept());
    Optional<Timestamp> last = Optional.empty();
    for (Write write : of(killed.node(), start -> start <= killed.start())) {
      Timestamp stamp = entry(write).stamp();
      last = last.filter(stamp::isBefore).or(() -> Optional.of(stamp));
      Entry found = kept.get(write.key());
      if (write.acknowledged() && (found == null || found.stamp().isBefore(stamp))) {
        violate(Rule.DURABLE, write);
      }
    }
    for (Write write : of(killed.node(), start -> start > killed.start())) {
      if (last.isPresent() && !entry(write).stamp().isAfter(last.get())) {
        violate(Rule.GOES_ON, write);
      }
    }
  }

  private List<Write> of(int node, Predicate<Integer> start) {
    return writes.stream()
        .filter(write -> write.node().node() == node && start.test(write.node().start()))
        .toList();
  }

  /** Of several writes that have seen the same last value of a key, all but one. */
  private long conflicts() {
    Map<String, Timestamp> stamps = new HashMap<>();
    writes.forEach(write -> stamps.put(write.value(), entry(write).stamp()));
    Set<String> replaced = new HashSet<>();
    return count(
        writes,
        write ->
            !replaced.add(
                write.seen().stream()
                    .filter(stamps::containsKey)
                    .max(Comparator.comparing(stamps::get))
                    .orElse(write.key())));
  }

  private Duration largestLead() {
    return writes.stream()
        .filter(write -> write.node().start() > 1)
        .map(write -> entry(write).wall().until(entry(write).stamp().time()))
        .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  private boolean isIdle() {
    boolean allAcknowledged =
        evidence.restarts().stream()
            .map(Restart::killed)
            .allMatch(
                killed ->
                    of(killed.node(), start -> start <= killed.start()).stream()
                            .anyMatch(Write::acknowledged)
                        && !of(killed.node(), start -> start > killed.start()).isEmpty());
    return evidence.restarts().isEmpty() || !allAcknowledged || evidence.cutReplicas() < 2;
  }

  private void violate(Rule rule, Object what) {
    broken.computeIfAbsent(rule, unused -> new ArrayList<>()).add(what.toString());
  }
}
