package io.github.uhlc.examples.store;

import io.github.uhlc.Timestamp;
import io.github.uhlc.examples.store.Evidence.Restart;
import io.github.uhlc.examples.store.Findings.Rule;
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
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges a run by every {@link Rule}. What the wall clock would have made of it is found by
 * replaying the same writes with what the wall clocks read. For one use by one thread.
 */
final class Audit {
  private static final BinaryOperator<Timestamp> LATER =
      BinaryOperator.maxBy(Comparator.naturalOrder());

  private final Evidence evidence;
  private final List<Write> writes;
  private final Map<String, Entry> byValue = new HashMap<>();
  private final Map<Rule, List<String>> broken = new EnumMap<>(Rule.class);

  /** Judges a run. */
  static Findings of(Evidence evidence) {
    return new Audit(evidence).judge();
  }

  private Audit(Evidence evidence) {
    this.evidence = evidence;
    // What nobody has seen has no influence.
    this.writes = evidence.writes().stream().filter(write -> write.entry().isPresent()).toList();
    writes.forEach(write -> byValue.put(write.value(), entry(write)));
  }

  private Findings judge() {
    evidence.strange().forEach(entry -> violate(Rule.AS_WRITTEN, entry));
    checkReplicas();
    checkUnique();
    losers(Entry::stamp).forEach(write -> violate(Rule.CAUSAL, write));
    evidence.restarts().forEach(this::checkRestart);
    List<Write> all = evidence.writes();
    Map<String, Entry> byWallClock = winners(Entry::wallStamp);
    Set<Entry> overwritten =
        writes.stream().flatMap(this::seenOfItsKey).collect(Collectors.toSet());
    return new Findings(
        count(all, Write::acknowledged),
        count(all, write -> !write.acknowledged()),
        count(writes, write -> !write.acknowledged()),
        conflicts(),
        losers(Entry::wallStamp).size(),
        byWallClock.values().stream().filter(overwritten::contains).count(),
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
      if (!Entry.digest(replica).equals(Entry.digest(first))) {
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

  /** The writes that lose to one of their key that they come after, if such timestamps decide. */
  private List<Write> losers(Function<Entry, Timestamp> stamp) {
    // By the value of a write: the greatest timestamp of each key, up to that write.
    Map<String, Map<String, Timestamp>> greatestUpTo = new HashMap<>();
    List<Write> losers = new ArrayList<>();
    for (Write write : writes) {
      Map<String, Timestamp> greatest = new HashMap<>();
      for (String value : write.seen()) {
        greatestUpTo
            .getOrDefault(value, Map.of())
            .forEach((key, before) -> greatest.merge(key, before, LATER));
      }
      Timestamp own = stamp.apply(entry(write));
      Timestamp before = greatest.get(write.key());
      if (before == null || before.isBefore(own)) {
        greatest.put(write.key(), own);
      } else {
        losers.add(write);
      }
      greatestUpTo.put(write.value(), greatest);
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
      Optional<Entry> found = Optional.ofNullable(kept.get(write.key()));
      if (write.acknowledged() && found.filter(entry -> holds(entry, entry(write))).isEmpty()) {
        violate(Rule.DURABLE, write);
      }
    }
    for (Write write : of(killed.node(), start -> start > killed.start())) {
      if (last.isPresent() && !entry(write).stamp().isAfter(last.get())) {
        violate(Rule.GOES_ON, write);
      }
    }
  }

  private static boolean holds(Entry found, Entry written) {
    return found.stamp().isAfter(written.stamp()) || found.isSameWrite(written);
  }

  private List<Write> of(int node, Predicate<Integer> start) {
    return writes.stream()
        .filter(write -> write.node().node() == node && start.test(write.node().start()))
        .toList();
  }

  /** Of several writes that have seen the same last value of a key, all but one. */
  private long conflicts() {
    Set<String> replaced = new HashSet<>();
    return count(
        writes,
        write ->
            !replaced.add(
                seenOfItsKey(write)
                    .max(Comparator.comparing(Entry::stamp))
                    .map(Entry::value)
                    .orElse(write.key())));
  }

  private Stream<Entry> seenOfItsKey(Write write) {
    return write.seen().stream()
        .map(byValue::get)
        .filter(entry -> entry != null && entry.key().equals(write.key()));
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
