package io.github.uhlc.oracle;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.uhlc.HighWaterMark;
import io.github.uhlc.PhysicalClock;
import io.github.uhlc.fixture.Seeds;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replayed by {@code -Duhlc.seed=N}: then that world alone is run. */
class OracleSimulationTest {
  private static final int WORLDS = Integer.getInteger("uhlc.oracle.worlds", 10);
  private static final int TWIN_WORLDS = 3000;
  private static final int SOUND_WORLDS = 300;
  private static final int ACTS = 400;

  private static OracleWorld.Oracle real(
      HighWaterMark mark, PhysicalClock clock, LongSupplier counter) {
    TimestampOracle oracle =
        new TimestampOracle(
            new OracleSettings(
                mark,
                OracleWorld.LEASE,
                clock,
                counter,
                OracleWorld.WINDOW,
                Duration.ofHours(24),
                null));
    return new OracleWorld.Oracle() {
      @Override
      public OracleGrant grant(int count) {
        return oracle.grant(count);
      }

      @Override
      public boolean step() {
        oracle.step();
        return oracle.state() == TimestampOracle.State.SERVING;
      }
    };
  }

  private static boolean isReplay() {
    return !System.getProperty("uhlc.seed", "").isEmpty();
  }

  @Test
  void shouldKeepItsPromises() {
    int grants = 0;
    int refused = 0;
    int failovers = 0;
    for (int i = 0; i < (isReplay() ? 1 : WORLDS); i++) {
      long seed = Seeds.next();
      try {
        OracleWorld world =
            new OracleWorld(seed, i % 3 == 0 ? 0.3 : 1, OracleSimulationTest::real).run(ACTS);
        grants += world.grants();
        refused += world.refused();
        failovers += world.failovers();
      } catch (OracleChecks.Broken e) {
        throw new AssertionError("seed=" + seed, e);
      }
    }
    if (!isReplay()) {
      assertTrue(grants > 10 * WORLDS && failovers > WORLDS, "the worlds were alive");
      assertTrue(refused > 0, "answers came too late, and were thrown away");
    }
  }

  /** The checks accept an oracle that is sound, however small. */
  @Test
  void shouldAcceptASoundTwin() {
    int grants = 0;
    for (int i = 0; i < SOUND_WORLDS; i++) {
      long seed = Seeds.next();
      try {
        grants += new OracleWorld(seed, 1, TwinOracle.SOUND::start).run(ACTS).grants();
      } catch (OracleChecks.Broken e) {
        throw new AssertionError("seed=" + seed, e);
      }
    }
    assertTrue(grants > 10 * SOUND_WORLDS, "the worlds were alive");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SOUND")
  void shouldRejectTheTwin(TwinOracle twin) {
    for (int i = 0; i < TWIN_WORLDS; i++) {
      long seed = Seeds.next();
      try {
        OracleWorld unused = new OracleWorld(seed, 1, twin::start).run(ACTS);
      } catch (OracleChecks.Broken e) {
        assertTrue(twin.breaks(e.promise()), () -> "seed=" + seed + ": " + e.getMessage());
        return;
      }
    }
    fail("a twin that is broken was accepted in all worlds: " + twin);
  }
}
