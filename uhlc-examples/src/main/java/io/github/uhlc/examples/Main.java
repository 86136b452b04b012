package io.github.uhlc.examples;

import io.github.uhlc.examples.cluster.Job;
import io.github.uhlc.examples.cluster.JobOptions;
import io.github.uhlc.examples.cluster.NodeCommand;
import io.github.uhlc.examples.failover.FailoverCommand;
import io.github.uhlc.examples.inspect.GenerateCommand;
import io.github.uhlc.examples.inspect.InspectCommand;
import io.github.uhlc.examples.simulate.SimulateCommand;
import io.github.uhlc.examples.store.StoreCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: the main job, unless a subcommand is named. */
@Command(
    name = "uhlc-examples",
    subcommands = {
      FailoverCommand.class,
      GenerateCommand.class,
      InspectCommand.class,
      NodeCommand.class,
      SimulateCommand.class,
      StoreCommand.class,
    },
    versionProvider = Program.Version.class,
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
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this help.")
  private boolean help;

  @SuppressWarnings("unused") // Likewise.
  @Option(
      names = "--version",
      versionHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows the version.")
  private boolean version;

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
    CommandLine main = new CommandLine(new Main());
    // The option is inherited, what it shows is not.
    main.getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().versionProvider(new Program.Version()));
    return main.setExpandAtFiles(false)
        .setExecutionStrategy(Main::execute)
        .setExecutionExceptionHandler((failure, command, result) -> fail(failure, command))
        .setParameterExceptionHandler((problem, arguments) -> refuse(problem));
  }

  private static int execute(ParseResult result) {
    for (ParseResult outer = result; outer.hasSubcommand(); outer = outer.subcommand()) {
      List<OptionSpec> ignored =
          outer.matchedOptions().stream()
              .filter(option -> !option.usageHelp() && !option.versionHelp())
              .toList();
      if (!ignored.isEmpty()) {
        CommandSpec command = outer.subcommand().commandSpec();
        throw new ParameterException(
            command.commandLine(),
            "an option is before the command, which takes its own options after it: option="
                + ignored.get(0).longestName()
                + ", command="
                + command.name());
      }
    }
    return new RunLast().execute(result);
  }

  private static int refuse(ParameterException problem) {
    String message = problem.getMessage();
    if (problem instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      List<String> known =
          problem.getCommandLine().getCommandSpec().subcommands().values().stream()
              .map(CommandLine::getCommandSpec)
              .filter(command -> !command.usageMessage().hidden())
              .map(CommandSpec::name)
              .toList();
      message =
          unmatched.isUnknownOption()
              ? "there is no such option: option=" + first
              : known.isEmpty()
                  ? "there is an argument too many: argument=" + first
                  : "there is no such command; there are "
                      + String.join(", ", known)
                      + ": command="
                      + first;
    }
    problem.getCommandLine().getErr().println(Complaint.line(message));
    return ExitCode.USAGE;
  }

  private static int fail(Exception failure, CommandLine command) {
    PrintWriter err = command.getErr();
    boolean expected = failure instanceof BadOptionException || failure instanceof IOException;
    if (!expected) {
      failure.printStackTrace(err); // Who mends it needs to know where.
    }
    err.println(Complaint.line(Complaint.reason(failure)));
    return failure instanceof BadOptionException ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  @Override
  public Integer call() throws InterruptedException {
    CommandLine commandLine = spec.commandLine();
    Job job = new Job(options.scenario(), commandLine.getOut());
    return new Supervisor(job, commandLine.getErr()).run();
  }
}
