package io.github.uhlc.examples.store;

import io.github.uhlc.examples.Numbers;
import io.github.uhlc.examples.Supervisor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a replicated map through a partition, kills and restarts. */
@Command(
    name = "store",
    subcommands = MemberCommand.class,
    synopsisSubcommandLabel = "",
    usageHelpWidth = 100,
    description = {
      "Runs a replicated map in which the last writer wins: several nodes, each a process with a "
          + "SQLite database and a wall clock that is off, merge by timestamp over TCP.",
      "",
      "Clients write while nodes are cut off from each other, killed, restarted with a clock that "
          + "was set back, and connected again. At the end all replicas must be equal, and no "
          + "write may have lost to one that it comes after. Shows next to it what the wall clocks "
          + "would have lost.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 if all that must hold holds, 1 if not or if a node failed, 2 for a bad option."
    })
public final class StoreCommand implements Callable<Integer> {
  private static final int MAX_SEED = 999_999_999;

  @Spec private CommandSpec spec;

  @Option(
      names = "--nodes",
      paramLabel = "<n>",
      defaultValue = "4",
      description = "How many nodes there are, 3 to 7. Default: ${DEFAULT-VALUE}.")
  private String nodes;

  @Option(
      names = "--skew",
      paramLabel = "<ms>",
      defaultValue = "150",
      description =
          "How many milliseconds the wall clocks are off, 0 to 500: by 0, plus and minus so many, "
              + "in turn. Default: ${DEFAULT-VALUE}.")
  private String skewMillis;

  @Option(
      names = "--writes",
      paramLabel = "<n>",
      defaultValue = "50",
      description =
          "How many writes each of the 4 clients makes in each of 5 steps, 20 to 1000. "
              + "Default: ${DEFAULT-VALUE}.")
  private String writes;

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      description =
          "What the clients' choices come from, 0 to 999999999; by default another each time. "
              + "The timing of processes varies anyway.")
  private Optional<String> seed = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    CommandLine commandLine = spec.commandLine();
    StoreRun run = new StoreRun(plan(), commandLine.getOut());
    return new Supervisor(run, commandLine.getErr()).run();
  }

  private Plan plan() {
    // Two on a side, of which one is killed; each is a process.
    int howMany = Numbers.whole("--nodes", nodes, 3, 7);
    // With what a restart adds, clocks have to stay well below max-delta.
    Duration skew = Duration.ofMillis(Numbers.whole("--skew", skewMillis, 0, 500));
    // With fewer, a node that is killed may have taken none.
    int ofEachClient = Numbers.whole("--writes", writes, 20, 1_000);
    int from =
        seed.map(given -> Numbers.whole("--seed", given, 0, MAX_SEED))
            .orElseGet(() -> ThreadLocalRandom.current().nextInt(MAX_SEED + 1));
    return new Plan(howMany, skew, ofEachClient, from);
  }
}
