package io.github.uhlc.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.Seeds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Oracles in three processes on one shared file, which are killed and stopped while they serve: all
 * that any client is answered is in order. {@code -Duhlc.kill.rounds=N} sets how often.
 */
@Tag("child-jvm")
@Timeout(1800)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGSTOP on Windows")
class OracleProcessTest {
  private static final int DEFAULT_ROUNDS = 30;

  @TempDir private Path folder;

  private static int rounds() {
    String given = System.getProperty("uhlc.kill.rounds", "");
    return given.isEmpty() ? DEFAULT_ROUNDS : Integer.parseInt(given);
  }

  @Test
  void shouldAnswerInOrderWhateverHappensToTheHolder() throws Exception {
    long seed = Seeds.next();
    int rounds = rounds();
    try (OracleChaos chaos = new OracleChaos(folder, false, rounds, seed)) {
      for (int round = 0; round < rounds; round++) {
        chaos.round(true);
        assertEquals(List.of(), chaos.board().outOfOrder(chaos.processes()), "seed=" + seed);
      }
      requireTenuresInOrder(chaos.board().tenures(chaos.processes()), seed);
      System.out.println(report(rounds, chaos));
      assertTrue(
          chaos.board().late(chaos.processes()) > 0,
          "no late answer was thrown away, so nothing was shown: seed=" + seed);
      assertTrue(
          chaos.failovers().size() > rounds / 4,
          () -> "failovers=" + chaos.failovers().size() + ", seed=" + seed);
    }
  }

  /** So no number was answered by two: those of each epoch are above all of the ones before. */
  private static void requireTenuresInOrder(List<OracleBoard.Tenure> tenures, long seed) {
    List<OracleBoard.Tenure> all =
        tenures.stream().sorted(Comparator.comparing(OracleBoard.Tenure::epoch)).toList();
    OracleTimestamp last = OracleTimestamp.of(0);
    OracleTimestamp lastOfEarlier = last;
    for (int i = 0; i < all.size(); i++) {
      OracleBoard.Tenure tenure = all.get(i);
      if (i > 0 && tenure.epoch().equals(all.get(i - 1).epoch())) {
        assertEquals(all.get(i - 1).process(), tenure.process(), "one holder, seed=" + seed);
      } else {
        lastOfEarlier = last;
      }
      OracleTimestamp before = lastOfEarlier;
      assertTrue(
          i == 0 || tenure.first().isAfter(before), () -> tenure + ", " + before + " seed=" + seed);
      last = tenure.last().isAfter(last) ? tenure.last() : last;
    }
  }

  private static String report(int rounds, OracleChaos chaos) {
    List<Duration> failovers = chaos.failovers();
    return "oracles in three processes, lease "
        + OracleChild.LEASE.toMillis()
        + " ms: rounds="
        + rounds
        + ", numbers="
        + chaos.board().answers(chaos.processes())
        + ", failovers="
        + failovers.size()
        + " (ms: least "
        + millis(failovers, 0)
        + ", median "
        + millis(failovers, 50)
        + ", 90% "
        + millis(failovers, 90)
        + ", most "
        + millis(failovers, 100)
        + "), held up by a stopped process="
        + chaos.heldUp()
        + ", late answers thrown away="
        + chaos.board().late(chaos.processes())
        + ", out of order=0";
  }

  private static long millis(List<Duration> sorted, int percent) {
    return sorted.isEmpty() ? -1 : sorted.get((sorted.size() - 1) * percent / 100).toMillis();
  }

  @Test
  void shouldRejectTheTwinThatDoesNotLookAtItsLease() throws Exception {
    long seed = Seeds.next();
    try (OracleChaos chaos = new OracleChaos(folder, true, 0, seed)) {
      int rounds = 0;
      while (rounds < DEFAULT_ROUNDS && chaos.board().outOfOrder(chaos.processes()).isEmpty()) {
        chaos.round(false);
        rounds++;
      }
      assertTrue(
          !chaos.board().outOfOrder(chaos.processes()).isEmpty(), "found nothing, seed=" + seed);
    }
  }
}
