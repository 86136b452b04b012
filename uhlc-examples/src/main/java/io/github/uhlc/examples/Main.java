package io.github.uhlc.examples;

import io.github.uhlc.examples.cluster.Job;
import io.github.uhlc.examples.cluster.JobOptions;
import io.github.uhlc.examples.cluster.NodeCommand;
import io.github.uhlc.examples.failover.FailoverCommand;
import io.github.uhlc.examples.inspect.InspectCommand;
import io.github.uhlc.examples.simulate.SimulateCommand;
import io.github.uhlc.examples.store.StoreCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line: the main job, unless a subcommand is named. */
@Command(
    name = "uhlc-examples",
    subcommands = {
      FailoverCommand.class,
      InspectCommand.class,
      NodeCommand.class,
      SimulateCommand.class,
      StoreCommand.class,
    },
    synopsisSubcommandLabel = "[<command>]",
    commandListHeading = "%nCommands, each with a --help of its own:%n",
    description = {
      "Without a command, runs several nodes, each a process with a hybrid logical clock of its "
          + "own, which send each other messages over TCP. Their wall clocks disagree, and one is "
          + "far ahead. Then checks in the logs of all nodes that timestamps are unique and put "
          + "every cause before its effect, and that the node far ahead was refused.",
      "",
      "Exit codes: 0 if all that must hold holds, 1 if not or if a node failed, 2 for a bad option."
    })
public final class Main implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private JobOptions options;

  @SuppressWarnings("unused") // picocli shows the help by itself.
  @Option(
      names = "--help",
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this help.")
  private boolean help;

  private Main() {}

  /**
   * Runs a command and exits with its exit code.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    int exitCode = commandLine().execute(arguments);
    if (exitCode == ExitCode.OK && System.out.checkError()) {
      System.err.println("uhlc-examples: standard output could not be written");
      exitCode = ExitCode.SOFTWARE;
    }
    System.exit(exitCode);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExpandAtFiles(false)
        .setParameterExceptionHandler((problem, arguments) -> refuse(problem));
  }

  private static int refuse(ParameterException problem) {
    problem.getCommandLine().getErr().println(Complaint.line(problem.getMessage()));
    return ExitCode.USAGE;
  }

  @Override
  public Integer call() throws InterruptedException {
    CommandLine commandLine = spec.commandLine();
    Job job = new Job(options.scenario(), commandLine.getOut());
    return new Supervisor(job, commandLine.getErr()).run();
  }
}
