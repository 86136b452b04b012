package io.github.uhlc.examples.cluster;

import io.github.uhlc.examples.Range;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of the main job. */
public final class JobOptions {
  @Option(
      names = "--seconds",
      paramLabel = "<n>",
      defaultValue = "3",
      converter = Seconds.class,
      description = "How long the nodes talk, 1 to 60. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--nodes",
      paramLabel = "<n>",
      defaultValue = "4",
      converter = Nodes.class,
      description =
          "How many nodes there are, 2 to 8; the last one's clock is 2 s ahead. "
              + "Default: ${DEFAULT-VALUE}.")
  private int nodes;

  @Option(
      names = "--skew",
      paramLabel = "<ms>",
      defaultValue = "150",
      converter = Skew.class,
      description =
          "How many milliseconds the clocks of the other nodes are off, 0 to 200: "
              + "by 0, plus and minus so many, in turn. Default: ${DEFAULT-VALUE}.")
  private int skewMillis;

  /**
   * Returns what the options ask for.
   *
   * @return the scenario
   */
  public Scenario scenario() {
    return new Scenario(seconds, nodes, Duration.ofMillis(skewMillis));
  }

  // The parent holds all events in memory when it checks them.
  private static final class Seconds extends Range {
    Seconds() {
      super(1, 60);
    }
  }

  // One is the rogue, which somebody has to refuse; each is a process.
  private static final class Nodes extends Range {
    Nodes() {
      super(2, 8);
    }
  }

  // Honest clocks differ by twice as much, which has to stay well below the max-delta of 500 ms.
  private static final class Skew extends Range {
    Skew() {
      super(0, 200);
    }
  }
}
