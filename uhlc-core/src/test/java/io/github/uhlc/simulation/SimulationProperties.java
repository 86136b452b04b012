package io.github.uhlc.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.function.Executable;

/**
 * The properties of hybrid logical clocks (Kulkarni et al., 2014) over simulated systems of faulty
 * clocks, lossy networks and crashing nodes: a million events in all. Each broken twin is rejected
 * by the same checks.
 */
class SimulationProperties {
  private static final int RUNS = 50;
  private static final int EVENTS = 30_000;
  private static final Instant NOON = Instant.parse("2024-07-01T12:00:00Z");
  private static final Instant SIGN_CHANGE = Instant.parse("2038-01-19T03:14:08Z");

  @Provide
  Arbitrary<Scenario> scenarios() {
    return Combinators.combine(
            Arbitraries.randomValue(random -> random.nextLong()),
            Arbitraries.of(NOON, SIGN_CHANGE.minusMillis(50), Instant.EPOCH.plusSeconds(600)),
            Arbitraries.integers().between(2, 9),
            Arbitraries.of(Duration.ZERO, Duration.ofMillis(10), Duration.ofMillis(500)),
            Arbitraries.of(Duration.ZERO, Duration.ofMillis(5), Duration.ofMillis(200)),
            Arbitraries.of(Duration.ZERO, Duration.ofNanos(5), Duration.ofNanos(10_000)),
            Arbitraries.of(0.0, 0.1, 0.5),
            Arbitraries.of(Tuple.of(0.0, 0.0), Tuple.of(0.001, 0.0), Tuple.of(0.01, 0.001)))
        .as(
            (seed, start, nodes, maxDelta, skew, meanGap, loss, troubles) ->
                new Scenario(
                    seed,
                    start,
                    nodes,
                    EVENTS,
                    maxDelta,
                    skew,
                    meanGap,
                    loss,
                    troubles.get1(),
                    troubles.get2()));
  }

  /** A run is replayed by its scenario, so there is nothing to gain from shrinking. */
  @Property(tries = RUNS, shrinking = ShrinkingMode.OFF)
  void shouldKeepThePromises(@ForAll("scenarios") Scenario scenario) {
    Checks checks = new Simulation(scenario, Stamper::real).run();
    long events = checks.issued() + checks.refused();
    assertTrue(events > EVENTS * 0.95, () -> "events, the rest are faults and crashes: " + events);
    long receipts = checks.accepted() + checks.refused();
    assertTrue(receipts > EVENTS * 0.3, () -> "receipts: " + receipts);
    assertTrue(checks.accepted() > 0, "some are accepted");
  }

  @Example
  void shouldAcceptEveryNodeAgainOnceItsClockIsCorrected() {
    Simulation simulation = new Simulation(troubled(NOON, 42), Stamper::real);
    long refused = simulation.run().refused();
    Checks checks = simulation.recover();
    assertTrue(refused > 0, "refused while clocks were wrong");
    assertEquals(refused, checks.refused(), "refused while clocks were right");
  }

  /** Each of the other nodes counts on while the fastest is not asked, and no longer. */
  @Example
  void shouldCountNoFurtherThanTheEventsBetweenReadingsOfTheFastestClock() {
    Checks checks = new Simulation(calm(), Stamper::real).run();
    assertTrue(checks.issued() > EVENTS * 0.95);
    assertTrue(checks.greatestCount() < 200, () -> "counter: " + checks.greatestCount());
  }

  @Example
  void shouldRunTheSameEventsFromTheSameSeed() {
    Scenario scenario = troubled(NOON, 42);
    Checks first = new Simulation(scenario, Stamper::real).run();
    Checks second = new Simulation(scenario, Stamper::real).run();
    assertEquals(first.greatest(), second.greatest());
    assertEquals(first.issued(), second.issued());
    assertTrue(first.accepted() > 0 && first.refused() > 0, "both happen under faults");
  }

  @Example
  void shouldRefuseNothingWhileClocksAgreeWithinMaxDelta() {
    assertEquals(0, new Simulation(calm(), Stamper::real).run().refused());
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void shouldRejectEveryBrokenTwin(@ForAll Twin twin) {
    Instant start = twin == Twin.SIGNED ? SIGN_CHANGE.minusMillis(1) : NOON;
    assertRejected(
        twin.check(),
        () ->
            LongStream.range(0, 20)
                .forEach(seed -> new Simulation(troubled(start, seed), twin::start).run()));
  }

  /** The hazard of P2: two clocks of one ID, as of a machine image that was cloned. */
  @Example
  void shouldRejectTwoClocksOfOneId() {
    ID id = ID.ofUnsigned(1);
    FaultyClock clock = new FaultyClock(() -> NTP64.of(NOON).toNanos(), 0, 0);
    Checks checks = new Checks(Duration.ZERO);
    checks.newLog(id, clock).issued(Stamper.real(id, clock, Duration.ZERO).stamp());
    Stamper clone = Stamper.real(id, clock, Duration.ZERO);
    assertRejected("uniqueness", () -> checks.newLog(id, clock).issued(clone.stamp()));
  }

  @Example
  void shouldRejectACutThatHasAReceiptButNotItsSend() {
    Timestamp receipt = Timestamp.of(5, ID.ofUnsigned(1));
    Timestamp send = Timestamp.of(7, ID.ofUnsigned(2));
    assertRejected(
        "consistent cut",
        () -> Checks.checkCuts(Set.of(receipt, send), Map.of(receipt, send), new Random(42)));
  }

  private static void assertRejected(String check, Executable run) {
    AssertionError found = assertThrows(AssertionError.class, run);
    assertTrue(found.getMessage().startsWith(check + " is broken"), found::getMessage);
  }

  private static Scenario calm() {
    return new Scenario(
        7,
        NOON,
        5,
        EVENTS,
        Duration.ofMillis(500),
        Duration.ofMillis(200),
        Duration.ofNanos(10_000),
        0.1,
        0,
        0);
  }

  private static Scenario troubled(Instant start, long seed) {
    return new Scenario(
        seed,
        start,
        4,
        5_000,
        Duration.ofMillis(500),
        Duration.ofMillis(200),
        Duration.ofNanos(10_000),
        0.1,
        0.01,
        0.001);
  }
}
