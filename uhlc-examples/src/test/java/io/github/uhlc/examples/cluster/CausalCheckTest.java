package io.github.uhlc.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.ID;
import io.github.uhlc.examples.cluster.Findings.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A small good log, and what the check says when one thing in it is wrong. Node a asks node b, the
 * rogue c asks b and is refused. The wall clocks of a and b differ by two.
 */
class CausalCheckTest {
  private static final ID ROGUE = ID.parse("c");
  private static final Duration MAX_DELTA = Duration.ofSeconds(1);

  private static final List<String> GOOD =
      List.of(
          "ask work 10 10/a -",
          "ask send 11 11/a 10/a",
          "hear-1 receive 14 15/a 13/b",
          "ask work 16 16/a 15/a",
          "answer-1 receive 9 12/b 11/a",
          "answer-1 answer 10 13/b 12/b",
          "answer-2 refuse 12 14/b 9000000001/c",
          "ask work 9000000000 9000000000/c -",
          "ask send 9000000001 9000000001/c 9000000000/c");

  @Test
  void shouldPassAGoodLog() {
    Findings findings = check(GOOD);

    assertEquals(List.of(), findings.failures());
    assertEquals(new Findings(9, 3, 2, 7, 1, 1, 1, 0, Duration.ofNanos(1), List.of()), findings);
  }

  @Test
  void shouldPassWhateverTheOrderOfThreads() {
    List<String> reordered = new ArrayList<>(GOOD.subList(4, 9));
    reordered.addAll(GOOD.subList(0, 4));

    assertEquals(check(GOOD), check(reordered));
  }

  @Test
  void shouldFindASwappedPair() {
    // The times of the sending and of its receipt, wherever they stand.
    List<String> swapped =
        GOOD.stream()
            .map(line -> line.replace("11/a", "x/a").replace("12/b", "11/b").replace("x/a", "12/a"))
            .toList();

    assertBroken(Rule.CAUSE_FIRST, 1, swapped);
    assertEquals(
        List.of(
            "broken: every effect has a greater time than its cause: violations=1, "
                + "first=answer-1 receive 9 11/b 12/a"),
        check(swapped).failures());
  }

  @Test
  void shouldFindASwappedPairInOneThread() {
    // The answer is stamped before the receipt, and names it as its cause all the same.
    List<String> swapped =
        GOOD.stream()
            .map(line -> line.replace("13/b", "x/b").replace("12/b", "13/b").replace("x/b", "12/b"))
            .toList();

    assertBroken(Rule.CAUSE_FIRST, 1, swapped);
  }

  @Test
  void shouldFindAThreadThatGoesBack() {
    List<String> wrong = new ArrayList<>(GOOD);
    wrong.set(3, "ask work 16 9/a -");

    assertBroken(Rule.CAUSE_FIRST, 1, wrong);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "ff"})
  void shouldFindAnEffectAtTheTimeOfItsCauseWhateverTheOrderOfTheirIds(String id) {
    List<String> log = new ArrayList<>(GOOD.subList(0, 2));
    log.add("answer-1 receive 11 11/" + id + " 11/a");
    log.add("answer-2 refuse 12 14/" + id + " 9000000001/c");
    log.addAll(GOOD.subList(7, 9));

    assertBroken(Rule.CAUSE_FIRST, 1, log);
  }

  @Test
  void shouldFindADuplicate() {
    assertBroken(Rule.UNIQUE, 1, with("other work 12 12/b -"));
  }

  @Test
  void shouldFindMissingAndImpossibleCauses() {
    assertBroken(Rule.CAUSE_KNOWN, 1, with("other work 20 20/a 19/b"));
    assertBroken(Rule.CAUSE_KNOWN, 1, with("other work 20 20/a 12/b"));
    assertBroken(Rule.CAUSE_KNOWN, 1, with("other work 20 20/a 11/a"));
    assertBroken(Rule.CAUSE_KNOWN, 1, with("other receive 20 20/a -"));
    assertBroken(Rule.CAUSE_KNOWN, 1, with("other receive 20 20/a 12/b"));
    assertBroken(Rule.CAUSE_KNOWN, 1, with("other receive 20 20/a 19/b"));
  }

  @Test
  void shouldFindALostMessage() {
    assertBroken(Rule.DELIVERED, 1, with("other work 20 20/a 15/a", "other send 21 21/a 20/a"));
  }

  @Test
  void shouldFindAMessageThatArrivesTwice() {
    assertBroken(Rule.DELIVERED_ONCE, 1, with("other receive 20 20/b 11/a"));
  }

  @Test
  void shouldFindAMessageThatIsRefusedTwice() {
    assertBroken(Rule.DELIVERED_ONCE, 1, with("other refuse 20 20/b 9000000001/c"));
  }

  @Test
  void shouldFindAMessageThatIsAcceptedAfterItWasRefused() {
    assertBroken(
        Rule.DELIVERED_ONCE, 1, with("other receive 9000000002 9000000003/b 9000000001/c"));
  }

  @Test
  void shouldPassAMessageOfTheRogueThatComesLate() {
    Findings findings = check(withSecondOfRogue("receive 4705032709"));

    assertEquals(List.of(), findings.failures());
    assertEquals(2, findings.rogueMessages());
    assertEquals(1, findings.rogueRefused());
    assertEquals(1, findings.rogueLate());
    assertEquals(findings.messages(), findings.accepted() + findings.rogueRefused());
  }

  @Test
  void shouldFindAnAcceptedMessageThatIsTooFarAhead() {
    Findings findings = check(withSecondOfRogue("receive 4705032708"));

    assertEquals(1, findings.count(Rule.ACCEPTED_WITHIN_DELTA));
    assertEquals(1, findings.rogueRefused());
    assertEquals(0, findings.rogueLate());
  }

  @Test
  void shouldFindARefusedMessageThatIsNotTooFarAhead() {
    assertEquals(List.of(), check(withSecondOfRogue("refuse 4705032708")).failures());
    assertBroken(Rule.REFUSED_BEYOND_DELTA, 1, withSecondOfRogue("refuse 4705032709"));

    List<String> wrong = new ArrayList<>(GOOD);
    wrong.set(2, "hear-1 refuse 14 15/a 13/b");
    wrong.set(3, "ask work 16 16/a -");
    assertBroken(Rule.REFUSED_BEYOND_DELTA, 1, wrong);
  }

  @Test
  void shouldFindATimestampTooFarAheadOfTheWallClock() {
    long secondNtp = 1L << 32;
    assertEquals(
        List.of(),
        check(with("other work 20 " + Long.toUnsignedString(secondNtp + 20) + "/a -")).failures());
    assertBroken(
        Rule.CLOSE_TO_WALL_CLOCK,
        1,
        with("other work 20 " + Long.toUnsignedString(secondNtp + 25) + "/a -"));
  }

  @Test
  void shouldNotPassALogThatProvesNothing() {
    List<String> failures = List.of("too little has happened to check anything");

    assertEquals(failures, check(List.of()).failures());
    assertEquals(failures, check(GOOD.subList(0, 1)).failures());
  }

  @Test
  void shouldCountEachRuleThatIsBroken() {
    Findings findings = check(with("other work 20 20/a 19/b", "other work 21 20/a 18/b"));

    assertEquals(2, findings.count(Rule.CAUSE_KNOWN));
    assertEquals(1, findings.count(Rule.UNIQUE));
    assertEquals(1, findings.count(Rule.CAUSE_FIRST), "the same time again is not a greater one");
    assertEquals(3, findings.failures().size());
    assertTrue(findings.failures().get(2).contains("violations=2"));
  }

  /** With a message that leads the wall clock of 4705032709 by exactly max-delta. */
  private static List<String> withSecondOfRogue(String kindAndWallClock) {
    return with(
        "ask send 9000000005 9000000005/c 9000000000/c",
        "answer-2 " + kindAndWallClock + " 9000000006/b 9000000005/c");
  }

  private static List<String> with(String... lines) {
    List<String> all = new ArrayList<>(GOOD);
    all.addAll(List.of(lines));
    return all;
  }

  private static void assertBroken(Rule rule, int count, List<String> log) {
    Findings findings = check(log);
    assertEquals(count, findings.count(rule), () -> rule + ": " + findings.violations());
    assertEquals(count, findings.violations().size(), findings.violations()::toString);
    assertEquals(1, findings.failures().size());
  }

  private static Findings check(List<String> log) {
    List<Event> events = log.stream().map(line -> Event.parse(line.replace(' ', '\t'))).toList();
    return CausalCheck.of(events, ROGUE, MAX_DELTA);
  }
}
