package io.github.uhlc.examples.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.examples.simulate.NodeSettings.Step;
import io.github.uhlc.examples.simulate.SimulatedNode.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimulatedNodeTest {
  private static final long MILLI = 1_000_000;

  /** The algorithm of the paper on readings of a physical clock. */
  private static final class PaperClock {
    private long l;
    private long c;

    void send(long pt) {
      c = pt > l ? 0 : c + 1;
      l = Math.max(l, pt);
    }

    void receive(long pt, PaperClock message) {
      long before = l;
      l = Math.max(Math.max(before, message.l), pt);
      if (l == before && l == message.l) {
        c = Math.max(c, message.c) + 1;
      } else if (l == before) {
        c++;
      } else {
        c = l == message.l ? message.c + 1 : 0;
      }
    }
  }

  @Test
  void shouldCountAsThePaperWhileTheCounterDoesNotCarry() {
    Settings settings = settings(0, 3 * MILLI, -2 * MILLI);
    Random random = new Random(7);
    List<SimulatedNode> nodes = nodes(settings);
    List<PaperClock> clocks = List.of(new PaperClock(), new PaperClock(), new PaperClock());
    long compared = 0;
    long positive = 0;

    for (long elapsed = 0; elapsed < 20_000 * MILLI; elapsed += random.nextInt(10_000_000)) {
      int from = random.nextInt(3);
      Stamp sent = nodes.get(from).send(elapsed);
      clocks.get(from).send(nodes.get(from).physicalNtp());
      assertSame(clocks.get(from), sent);
      int to = (from + 1 + random.nextInt(2)) % 3;
      Stamp received = nodes.get(to).receive(elapsed, sent).orElseThrow();
      clocks.get(to).receive(nodes.get(to).physicalNtp(), clocks.get(from));
      assertSame(clocks.get(to), received);
      compared += 2;
      positive += received.counter() > 0 ? 1 : 0;
    }

    assertTrue(compared > 1_000 && positive > 100, compared + " compared, " + positive + " > 0");
  }

  @Test
  void shouldUndoTheCarry() {
    SimulatedNode node = nodes(settings(0)).get(0);

    for (int count = 0; count < 100; count++) {
      Stamp stamp = node.send(0);

      assertEquals(count, stamp.counter());
      assertEquals(count % 16, stamp.timestamp().time().counter());
      assertEquals(node.physicalNtp(), stamp.physicalNtp());
    }
  }

  @Test
  void shouldRefuseWhatIsTooFarAhead() {
    List<SimulatedNode> nodes = nodes(settings(0, 501 * MILLI));
    Stamp before = nodes.get(0).send(0);

    assertEquals(Optional.empty(), nodes.get(0).receive(0, nodes.get(1).send(0)));
    assertEquals(before.counter() + 1, nodes.get(0).send(0).counter());
  }

  @Test
  void shouldReadClocksWithSkewDriftAndSteps() {
    Step step = new Step(1, 2_000 * MILLI, -40 * MILLI);
    NodeSettings node = new NodeSettings(5 * MILLI, 100, 1, List.of(step));

    assertEquals(5 * MILLI, node.offsetNanos(0));
    assertEquals(5 * MILLI + 199_999, node.offsetNanos(2_000 * MILLI - 1));
    assertEquals(-35 * MILLI + 200_000, node.offsetNanos(2_000 * MILLI));
    assertEquals(
        40 * MILLI - 200_000 + 5 * MILLI - 5 * MILLI,
        new Settings(
                "",
                List.of(node, new NodeSettings(5 * MILLI, 0, 1, List.of())),
                3_000 * MILLI,
                0,
                1,
                Duration.ZERO,
                0)
            .epsilonNanos());
  }

  private static void assertSame(PaperClock expected, Stamp actual) {
    assertEquals(expected.l, actual.physicalNtp());
    assertEquals(expected.c, actual.counter());
    assertTrue(expected.c < 16, "it carries");
  }

  private static List<SimulatedNode> nodes(Settings settings) {
    List<SimulatedNode> nodes = new ArrayList<>();
    for (NodeSettings node : settings.nodes()) {
      nodes.add(new SimulatedNode(nodes.size() + 1, node, settings));
    }
    return nodes;
  }

  private static Settings settings(long... skewsNanos) {
    List<NodeSettings> nodes = new ArrayList<>();
    for (long skewNanos : skewsNanos) {
      nodes.add(new NodeSettings(skewNanos, 0, 100, List.of()));
    }
    return new Settings("test", nodes, 1_000 * MILLI, 0, 1_000, Duration.ofMillis(500), 1);
  }
}
