package io.github.uhlc.oracle.cli;

import io.github.uhlc.HighWaterMarkException;
import io.github.uhlc.oracle.client.OracleClientException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of the timestamp oracle. */
@Command(
    name = "uhlc-oracle",
    subcommands = {ServeCommand.class, InitCommand.class, GetCommand.class},
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "[<command>]",
    commandListHeading = "%nCommands, each with a --help of its own:%n",
    description = {
      "A timestamp oracle: whoever asks after another was answered gets a greater number. It "
          + "speaks tsoracle.v1 over gRPC. Without a command it serves.",
    })
public final class Main {
  private static final Set<String> OF_MAIN = Set.of("-h", "--help", "--version");

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
    int exitCode = commandLine().execute(withCommand(arguments));
    if (exitCode == ExitCode.OK && System.out.checkError()) {
      System.err.println("uhlc-oracle: standard output could not be written");
      exitCode = ExitCode.SOFTWARE;
    }
    System.exit(exitCode);
  }

  /** Puts the default command before options that come without one. */
  static String[] withCommand(String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    if (!first.isEmpty() && (!first.startsWith("-") || OF_MAIN.contains(first))) {
      return arguments;
    }
    String[] completed = new String[arguments.length + 1];
    completed[0] = "serve";
    System.arraycopy(arguments, 0, completed, 1, arguments.length);
    return completed;
  }

  static CommandLine commandLine() {
    CommandLine main = new CommandLine(new Main());
    // The option is inherited, what it shows is not.
    main.getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().versionProvider(new Version()));
    return main.setExpandAtFiles(false)
        .setExecutionExceptionHandler((failure, command, result) -> fail(failure, command))
        .setParameterExceptionHandler((problem, arguments) -> refuse(problem));
  }

  private static int refuse(ParameterException problem) {
    String message = problem.getMessage();
    if (problem instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      CommandSpec spec = problem.getCommandLine().getCommandSpec();
      message =
          unmatched.isUnknownOption()
              ? "there is no such option: option=" + first
              : spec.subcommands().isEmpty()
                  ? "there is an argument too many: argument=" + first
                  : "there is no such command; there are serve, init, get: command=" + first;
    }
    problem.getCommandLine().getErr().println(Complaint.line(message));
    return ExitCode.USAGE;
  }

  private static int fail(Exception failure, CommandLine command) {
    PrintWriter err = command.getErr();
    boolean isExpected =
        failure instanceof BadOptionException
            || failure instanceof IOException
            || failure instanceof HighWaterMarkException
            || failure instanceof OracleClientException;
    if (!isExpected) {
      failure.printStackTrace(err); // Who mends it needs to know where.
    }
    err.println(Complaint.line("" + failure.getMessage()));
    return failure instanceof BadOptionException ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  /** The version of this program, which the manifest of its jar knows. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"uhlc-oracle " + (version == null ? "(not from its jar)" : version)};
    }
  }
}
