package io.github.uhlc.examples.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.HLC;
import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import io.github.uhlc.examples.store.Evidence.Restart;
import io.github.uhlc.examples.store.Findings.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A small good run of two nodes, of which the second has a wall clock that is behind and is killed,
 * and what the check says of stores that do one thing wrong.
 */
class AuditTest {
  private static final NodeRun ONE = new NodeRun(1, 1, 0);
  private static final NodeRun TWO = new NodeRun(2, 1, 0);
  private static final NodeRun TWO_AGAIN = new NodeRun(2, 2, 0);
  private static final NodeRun THREE = new NodeRun(3, 1, 0);

  private static final Write A1 = write("a", "a1", ONE, 10, 10);
  private static final Write A2 = write("a", "a2", TWO, 11, 7, "a1");
  private static final Write B1 = write("b", "b1", TWO, 12, 8);
  private static final Write B2 = write("b", "b2", ONE, 13, 13);
  private static final Write CUT =
      new Write("b", "b3", TWO, List.of("b1"), false, Optional.empty());
  // Later than what it saw by the wall clock, but not than what that saw.
  private static final Write A3 = write("a", "a3", TWO_AGAIN, 20, 9, "a2");

  private static final List<Write> WRITES = List.of(A1, A2, B1, B2, CUT, A3);
  private static final Restart RESTART = new Restart(TWO, entries(A2, B1));
  private static final List<Entry> FINAL = entries(A3, B2);

  @Test
  void shouldPassAGoodRun() {
    Findings findings = audit(WRITES, RESTART, FINAL, FINAL);

    assertEquals(List.of(), findings.failures());
    assertEquals(new Findings(5, 1, 0, 1, 2, 1, 2, Duration.ofNanos(2), Map.of(), false), findings);
  }

  @Test
  void shouldFindWhatBecameOfAWriteThatWasCutOff() {
    Entry survivor =
        new Entry("b", "b3", stamp(14, 2), NTP64.ofBits(9), Timestamp.of(14, ID.ofUnsigned(2)));
    Write survived = new Write("b", "b3", TWO, List.of("b1"), false, Optional.of(survivor));
    List<Entry> end = List.of(A3.entry().orElseThrow(), survivor);
    Findings findings = audit(List.of(A1, A2, B1, B2, survived, A3), RESTART, end, end);

    assertEquals(List.of(), findings.failures());
    assertEquals(1, findings.survived());
  }

  @Test
  void shouldRejectAStoreThatMergesByWallClock() {
    List<Entry> end = entries(A1, B2);

    assertBroken(Set.of(Rule.LATEST_WINS), audit(WRITES, RESTART, end, end));
  }

  @Test
  void shouldRejectAStoreThatStampsByWallClock() {
    List<Write> writes = WRITES.stream().map(AuditTest::stampedByWallClock).toList();
    List<Entry> end = entries(stampedByWallClock(A1), stampedByWallClock(B2));
    Restart restart = new Restart(TWO, entries(stampedByWallClock(A2), stampedByWallClock(B1)));

    assertBroken(Set.of(Rule.CAUSAL), audit(writes, restart, end, end));
  }

  @Test
  void shouldFollowCausesOverTwoKeys() {
    Findings findings = auditTwoKeys(seen -> true);

    assertEquals(List.of(), findings.failures());
    assertEquals(3, findings.lostByWallClock());
    assertEquals(2, findings.conflicts());
    assertEquals(1, findings.overwrittenByWallClock());
  }

  @Test
  void shouldRejectASessionThatTellsOnlyWhatItHasSeenOfTheKey() {
    Findings findings = auditTwoKeys(seen -> seen.key().equals("k"));

    assertBroken(Set.of(Rule.CAUSAL), findings);
    assertEquals(1, findings.count(Rule.CAUSAL));
  }

  @Test
  void shouldRejectANodeThatForgetsWhatItAcknowledged() {
    assertBroken(Set.of(Rule.DURABLE), audit(WRITES, new Restart(TWO, entries(A2)), FINAL, FINAL));
    assertBroken(
        Set.of(Rule.DURABLE), audit(WRITES, new Restart(TWO, entries(A1, B1)), FINAL, FINAL));
  }

  @Test
  void shouldRejectANodeThatKeepsAnotherValueUnderTheStamp() {
    Entry other = entry("b", "b1-but-other", stamp(12, 2), NTP64.ofBits(8));
    Restart restart = new Restart(TWO, List.of(A2.entry().orElseThrow(), other));

    assertBroken(Set.of(Rule.DURABLE), audit(WRITES, restart, FINAL, FINAL));
  }

  @Test
  void shouldRejectReplicasThatAllHaveAnotherValueUnderTheStamp() {
    for (Entry other : othersUnderTheStampOf(B2)) {
      List<Entry> end = List.of(A3.entry().orElseThrow(), other);

      assertBroken(Set.of(Rule.LATEST_WINS), audit(WRITES, RESTART, end, end));
    }
  }

  @Test
  void shouldRejectAReplicaThatHasAnotherValueUnderTheStamp() {
    List<Entry> end =
        List.of(A3.entry().orElseThrow(), entry("b", "x", stamp(13, 1), NTP64.ofBits(13)));

    assertBroken(Set.of(Rule.EQUAL, Rule.LATEST_WINS), audit(WRITES, RESTART, FINAL, end));
    assertBroken(Set.of(Rule.EQUAL, Rule.LATEST_WINS), audit(WRITES, RESTART, end, FINAL));
  }

  @Test
  void shouldCountEachWriteOnceAsAcknowledgedOrNot() {
    Findings findings = audit(WRITES, RESTART, FINAL, FINAL);

    assertEquals(WRITES.size(), findings.acknowledged() + findings.unanswered());
    assertTrue(findings.survived() <= findings.unanswered());
    assertEquals(FINAL.size(), findings.keys());
  }

  private static List<Entry> othersUnderTheStampOf(Write write) {
    Entry entry = write.entry().orElseThrow();
    return List.of(
        entry(entry.key(), "x", entry.stamp(), entry.wall()),
        entry(entry.key(), entry.value(), entry.stamp(), NTP64.ZERO));
  }

  @Test
  void shouldRejectAStoreThatForgetsTheLastWrite() {
    List<Entry> end = entries(A3, B1);

    assertBroken(Set.of(Rule.LATEST_WINS), audit(WRITES, RESTART, end, end));
    assertBroken(Set.of(Rule.LATEST_WINS), audit(WRITES, RESTART, entries(A3), entries(A3)));
  }

  @Test
  void shouldRejectReplicasThatDiffer() {
    assertBroken(
        Set.of(Rule.EQUAL, Rule.LATEST_WINS), audit(WRITES, RESTART, FINAL, entries(A2, B2)));
  }

  @Test
  void shouldRejectAClockThatGoesBackWhenItRestarts() {
    Write back = write("c", "c1", TWO_AGAIN, 9, 9);
    List<Entry> end = entries(A2, B2, back);

    assertBroken(Set.of(Rule.GOES_ON), audit(List.of(A1, A2, B1, B2, back), RESTART, end, end));
  }

  @Test
  void shouldRejectATimestampThatIsRepeated() {
    Write again = write("c", "c1", ONE, 13, 14);
    List<Entry> end = entries(A3, B2, again);
    List<Write> writes = new ArrayList<>(WRITES);
    writes.add(again);

    assertBroken(Set.of(Rule.UNIQUE), audit(writes, RESTART, end, end));
  }

  @Test
  void shouldRejectWhatNobodyHasWritten() {
    History history = new History();
    WRITES.forEach(
        write -> {
          history.begin(
              new Write(
                  write.key(), write.value(), write.node(), write.seen(), false, Optional.empty()));
          write.entry().ifPresent(history::acknowledge);
        });
    assertEquals(WRITES, history.writes());
    entries(A1, A2).forEach(history::read);
    assertEquals(List.of(), history.strange());
    history.read(write("a", "x", ONE, 5, 5).entry().orElseThrow());
    history.read(write("b", "a1", ONE, 10, 10).entry().orElseThrow());
    history.read(write("a", "a1", ONE, 11, 10).entry().orElseThrow());

    Evidence evidence =
        new Evidence(
            history.writes(), history.strange(), 2, List.of(RESTART), List.of(FINAL, FINAL));
    assertEquals(3, Audit.of(evidence).count(Rule.AS_WRITTEN));
    assertTrue(Audit.of(evidence).failures().get(0).startsWith("broken: " + Rule.AS_WRITTEN));
  }

  @Test
  void shouldRejectARunInWhichTooLittleHappened() {
    List<String> idle = List.of("too little has happened to check anything");
    List<List<Entry>> replicas = List.of(FINAL, FINAL);

    assertEquals(
        idle, Audit.of(new Evidence(WRITES, List.of(), 2, List.of(), replicas)).failures());
    assertEquals(
        idle, Audit.of(new Evidence(WRITES, List.of(), 1, List.of(RESTART), replicas)).failures());
    assertEquals(
        idle, audit(List.of(A1, A2, B1, B2), RESTART, entries(A2, B2), entries(A2, B2)).failures());
  }

  private static Findings audit(
      List<Write> writes, Restart restart, List<Entry> one, List<Entry> other) {
    return Audit.of(new Evidence(writes, List.of(), 2, List.of(restart), List.of(one, other)));
  }

  /**
   * Adds a client that writes k and then j, and another one that reads j, but not k, and writes k
   * at a node whose wall clock is behind.
   *
   * @param told whether the second client tells that node of what it has seen
   */
  private static Findings auditTwoKeys(Predicate<Write> told) {
    HLC ahead = hlc(1, 1024);
    HLC behind = hlc(3, 512);
    Write k1 = write("k", "k1", ONE, ahead.newTimestamp(), 1024);
    Write j1 = write("j", "j1", ONE, ahead.newTimestamp(), 1024, "k1");
    Timestamp stamp =
        Stream.of(j1)
            .filter(told)
            .map(seen -> behind.newTimestampAfter(seen.entry().orElseThrow().stamp()))
            .findFirst()
            .orElseGet(behind::newTimestamp);
    Write k2 = write("k", "k2", THREE, stamp, 512, "j1");
    boolean wins = stamp.isAfter(k1.entry().orElseThrow().stamp());
    List<Write> writes = new ArrayList<>(WRITES);
    writes.addAll(List.of(k1, j1, k2));
    List<Entry> end = entries(A3, B2, j1, wins ? k2 : k1);
    return audit(writes, RESTART, end, end);
  }

  private static HLC hlc(int id, long ntp) {
    return HLC.builder().withId(ID.ofUnsigned(id)).withClock(() -> ntp).build();
  }

  private static void assertBroken(Set<Rule> rules, Findings findings) {
    assertEquals(rules, findings.broken().keySet());
    assertEquals(
        rules.stream().map(rule -> "broken: " + rule).collect(Collectors.toSet()),
        findings.failures().stream()
            .map(line -> line.replaceFirst(": violations=.*", ""))
            .collect(Collectors.toSet()));
  }

  private static Write write(
      String key, String value, NodeRun node, long ntp, long wallNtp, String... seen) {
    return write(key, value, node, stamp(ntp, node.node()), wallNtp, seen);
  }

  private static Write write(
      String key, String value, NodeRun node, Timestamp stamp, long wallNtp, String... seen) {
    Entry entry = entry(key, value, stamp, NTP64.ofBits(wallNtp));
    return new Write(key, value, node, List.of(seen), true, Optional.of(entry));
  }

  private static Write stampedByWallClock(Write write) {
    return new Write(
        write.key(),
        write.value(),
        write.node(),
        write.seen(),
        write.acknowledged(),
        write
            .entry()
            .map(entry -> entry(entry.key(), entry.value(), entry.wallStamp(), entry.wall())));
  }

  private static Entry entry(String key, String value, Timestamp stamp, NTP64 wall) {
    return new Entry(key, value, stamp, wall, stamp);
  }

  private static Timestamp stamp(long ntp, int node) {
    return Timestamp.of(ntp, ID.ofUnsigned(node));
  }

  private static List<Entry> entries(Write... writes) {
    return Stream.of(writes).map(write -> write.entry().orElseThrow()).toList();
  }
}
