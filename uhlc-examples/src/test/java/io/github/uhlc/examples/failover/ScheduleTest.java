package io.github.uhlc.examples.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.examples.failover.Schedule.Twin;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The oracles in many random schedules; a failure prints the seed of the schedule. */
class ScheduleTest {
  private static final int SCHEDULES = 2000;

  @Test
  void shouldIssueGreaterAndGreaterTimesFromOneOracleAtATime() {
    String given = System.getProperty("uhlc.seed", "");
    long firstSeed = given.isEmpty() ? new SecureRandom().nextLong() : Long.parseLong(given);
    int failovers = 0;
    int refusedLate = 0;
    int overflown = 0;
    for (int i = 0; i < SCHEDULES; i++) {
      long seed = firstSeed + i;
      Schedule schedule = new Schedule(Twin.NOTHING, seed);
      assertEquals(Optional.empty(), schedule.run(), () -> "-Duhlc.seed=" + seed);
      if (!schedule.ofPrimary().isEmpty() && !schedule.ofBackup().isEmpty()) {
        failovers++;
      }
      refusedLate += schedule.refusedLate();
      overflown += schedule.hasOverflown() ? 1 : 0;
    }
    assertTrue(failovers > SCHEDULES / 10, "failovers=" + failovers);
    assertTrue(refusedLate > SCHEDULES, "refusedLate=" + refusedLate);
    assertTrue(overflown > SCHEDULES / 2, "overflown=" + overflown);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void shouldRejectABrokenTwin(Twin twin) {
    assertTrue(
        LongStream.range(0, SCHEDULES)
            .anyMatch(seed -> new Schedule(twin, seed).run().isPresent()));
  }
}
