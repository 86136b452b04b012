package io.github.uhlc.examples.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.examples.simulate.Outcome.NodeOutcome;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Three nodes, of which the last is so far ahead that the others refuse what it sends. */
class SimulationTest {
  private static final long MILLI = 1_000_000;
  private static final long LENGTH_NANOS = 5_000 * MILLI;
  private static final double ROUNDING = 1e-9;

  private final Outcome outcome =
      new Simulation(
              new Settings(
                  "test",
                  List.of(node(0, 50), node(3 * MILLI, 100), node(600 * MILLI, 200)),
                  LENGTH_NANOS,
                  MILLI,
                  1_000,
                  Duration.ofMillis(500),
                  1))
          .run(elapsedNanos -> {});

  @Test
  void shouldAddUpTheEventsOfAllNodes() {
    assertEquals(sum(node -> node.figures().events()), outcome.total().events());
    assertEquals(sum(node -> node.figures().refused()), outcome.total().refused());
    assertTrue(outcome.total().refused() > 0, "something is refused");
    assertTrue(outcome.nodes().stream().allMatch(node -> node.figures().events() > 0));
  }

  @Test
  void shouldHaveTheLargestOfAllNodes() {
    assertEquals(
        outcome.nodes().stream()
            .mapToDouble(node -> node.figures().largestLeadMillis())
            .max()
            .orElseThrow(),
        outcome.total().largestLeadMillis());
    assertEquals(
        outcome.nodes().stream()
            .mapToLong(node -> node.figures().largestCounter())
            .max()
            .orElseThrow(),
        outcome.total().largestCounter());
  }

  @Test
  void shouldDrawTheLargestOfEachNode() {
    for (NodeOutcome node : outcome.nodes()) {
      assertEquals(node.figures().largestLeadMillis(), largest(node.leads()));
      assertEquals((double) node.figures().largestCounter(), largest(node.counters()));
    }
  }

  @Test
  void shouldShareOutAllEventsAmongTheCounters() {
    List<Figures> all =
        List.of(
            outcome.total(),
            outcome.nodes().get(0).figures(),
            outcome.nodes().get(1).figures(),
            outcome.nodes().get(2).figures());
    for (Figures figures : all) {
      double sum = IntStream.range(0, Figures.SHARES).mapToDouble(figures::share).sum();
      assertEquals(1, sum, ROUNDING);
    }
  }

  @Test
  void shouldAccountForEachMessage() {
    // Those that are sent, arrive or are refused; few are still under way at the end.
    long perSecond = 50 + 100 + 200;
    double expected = 2.0 * perSecond * LENGTH_NANOS / 1e9;
    long events = outcome.total().events() + outcome.total().refused();

    assertEquals(outcome.settings().expectedEvents(), expected);
    assertEquals(expected, (double) events, expected / 10);
  }

  private long sum(ToLongFunction<NodeOutcome> quantity) {
    return outcome.nodes().stream().mapToLong(quantity).sum();
  }

  private static double largest(Series series) {
    return IntStream.range(0, Series.COLUMNS).mapToDouble(series::largest).max().orElseThrow();
  }

  private static NodeSettings node(long skewNanos, double messagesPerSecond) {
    return new NodeSettings(skewNanos, 0, messagesPerSecond, List.of());
  }
}
