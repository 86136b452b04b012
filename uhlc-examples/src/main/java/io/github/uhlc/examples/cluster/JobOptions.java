package io.github.uhlc.examples.cluster;

import io.github.uhlc.examples.BadOptionException;
import io.github.uhlc.examples.Numbers;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of the main job. */
public final class JobOptions {
  @Option(
      names = "--seconds",
      paramLabel = "<n>",
      defaultValue = "3",
      description = "How long the nodes talk, 1 to 60. Default: ${DEFAULT-VALUE}.")
  private String seconds;

  @Option(
      names = "--nodes",
      paramLabel = "<n>",
      defaultValue = "4",
      description =
          "How many nodes there are, 2 to 8; the last one's clock is 2 s ahead. "
              + "Default: ${DEFAULT-VALUE}.")
  private String nodes;

  @Option(
      names = "--skew",
      paramLabel = "<ms>",
      defaultValue = "150",
      description =
          "How many milliseconds the clocks of the other nodes are off, 0 to 200: "
              + "by 0, plus and minus so many, in turn. Default: ${DEFAULT-VALUE}.")
  private String skewMillis;

  /**
   * Returns what the options ask for.
   *
   * @return the scenario
   * @throws BadOptionException if a value is out of range
   */
  public Scenario scenario() {
    // The parent holds all events in memory when it checks them.
    int howLong = Numbers.whole("--seconds", seconds, 1, 60);
    // One is the rogue, which somebody has to refuse; each is a process.
    int howMany = Numbers.whole("--nodes", nodes, 2, 8);
    // Honest clocks differ by twice as much, which has to stay well below the max-delta of 500 ms.
    Duration skew = Duration.ofMillis(Numbers.whole("--skew", skewMillis, 0, 200));
    return new Scenario(howLong, howMany, skew);
  }
}
