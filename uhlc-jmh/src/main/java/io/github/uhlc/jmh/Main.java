package io.github.uhlc.jmh;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkException;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The command line: runs the benchmarks and reports on them; its help says how. */
public final class Main {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  private static final String HELP =
      """
      Usage: java -jar uhlc-jmh.jar [GROUP...] [OPTION...]
             java -jar uhlc-jmh.jar report [RESULT.json [DOCUMENT.md...]]
             java -jar uhlc-jmh.jar options

      Without a group, in the root of the project: measures everything and writes the report,
      which is uhlc-jmh/results and the figures in uhlc-jmh/README.md and README.md.
      With groups: measures them and prints their tables. A group is one of
        %s
      or a regular expression that finds names of benchmarks, such as Text.parse.

        report    writes the report anew from uhlc-jmh/results/result.json;
                  with a result, prints its tables; with documents too, puts them there
        options   lists all options, which are those of JMH; the most useful are
          -l          lists the benchmarks
          -f N        runs each in N processes, one after another
          -i N, -wi N measures N iterations, warms up for N iterations
          -rff FILE   writes the result into a file, and leaves the report alone
        -h, --help    prints this help
        --version     prints the version

      Exit codes: 0 if all went well, 1 if a benchmark failed or a file cannot be used,
      2 for an option or a name that is not known.
      """
          .formatted(String.join(" ", Tables.GROUPS));

  private static final Path STANDARD_RESULT = Path.of("uhlc-jmh", "results", "result.json");
  private static final List<Path> DOCUMENTS =
      List.of(Path.of("uhlc-jmh", "README.md"), Path.of("README.md"));
  private static final List<String> COMMANDS = List.of("report", "options");
  private static final int MAX_MESSAGE_LENGTH = 300;

  private final PrintStream out;
  private final PrintStream err;

  private Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Runs benchmarks, or reports on a run, and exits with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    int exitCode = run(args, System.out, System.err);
    if (exitCode == OK && System.out.checkError()) {
      System.err.println("uhlc-jmh: standard output could not be written");
      exitCode = FAILED;
    }
    System.exit(exitCode);
  }

  /** Does what the command line says and returns the exit code. */
  static int run(String[] args, PrintStream out, PrintStream err) {
    Main main = new Main(out, err);
    try {
      main.dispatch(Arrays.asList(args));
      return OK;
    } catch (CommandLineOptionException e) {
      main.complain(e.getMessage());
      return USAGE;
    } catch (RunnerException e) {
      main.complain("the run failed: " + reason(e));
    } catch (NoSuchFileException e) {
      main.complain("the file does not exist: path=" + e.getFile());
    } catch (AccessDeniedException e) {
      main.complain("the file cannot be opened: path=" + e.getFile());
    } catch (IOException e) {
      main.complain(e.getMessage());
    }
    return FAILED;
  }

  private void dispatch(List<String> args)
      throws CommandLineOptionException, RunnerException, IOException {
    if (args.contains("-h") || args.contains("--help")) {
      out.print(HELP);
    } else if (args.contains("--version")) {
      out.println("uhlc-jmh " + Machine.librariesOfThisBuild().get("uhlc-core"));
    } else if (args.equals(List.of("options"))) {
      new CommandLineOptions().showHelp();
    } else if (!args.isEmpty() && args.get(0).equals("report")) {
      report(args.subList(1, args.size()));
    } else {
      benchmark(args.toArray(String[]::new));
    }
  }

  private void report(List<String> files) throws CommandLineOptionException, IOException {
    for (String file : files) {
      check(!file.startsWith("-"), "report has no options: option=" + file);
    }
    if (files.isEmpty()) {
      checkRoot();
      Report.read(STANDARD_RESULT).write(DOCUMENTS);
    } else if (files.size() == 1) {
      out.println(Report.read(Path.of(files.get(0))).markdown());
    } else {
      Report.read(Path.of(files.get(0))).write(files.stream().skip(1).map(Path::of).toList());
    }
  }

  private void benchmark(String[] args)
      throws CommandLineOptionException, RunnerException, IOException {
    CommandLineOptions options = new CommandLineOptions(args);
    checkNames(options);
    if (isForJmhAlone(options)) {
      org.openjdk.jmh.Main.main(args);
    } else if (options.getIncludes().isEmpty() && !options.getResult().hasValue()) {
      checkRoot();
      Files.createDirectories(STANDARD_RESULT.getParent());
      measure(options, STANDARD_RESULT);
      Report.read(STANDARD_RESULT).write(DOCUMENTS);
    } else {
      Path result = Path.of(options.getResult().orElse("jmh-result.json"));
      measure(options, result);
      out.println(Report.read(result).markdown());
    }
  }

  /** Whether this asks for something else than a run whose result can be reported on. */
  private static boolean isForJmhAlone(CommandLineOptions options) {
    return options.shouldList()
        || options.shouldListWithParams()
        || options.shouldListProfilers()
        || options.shouldListResultFormats()
        || options.getResultFormat().orElse(ResultFormatType.JSON) != ResultFormatType.JSON;
  }

  private static void checkNames(CommandLineOptions options) throws CommandLineOptionException {
    for (String name : options.getIncludes()) {
      check(
          !COMMANDS.contains(name),
          "a command is among other arguments, report must be the first and options alone: command="
              + name);
      check(
          isBenchmark(name, options.getExcludes()),
          "no benchmark has such a name: the groups are "
              + String.join(", ", Tables.GROUPS)
              + ", -l lists the benchmarks: name="
              + name);
    }
  }

  private static boolean isBenchmark(String name, List<String> excludes)
      throws CommandLineOptionException {
    try {
      return !BenchmarkList.defaultList()
          .find(
              OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
              List.of(name),
              excludes)
          .isEmpty();
    } catch (PatternSyntaxException e) {
      throw new CommandLineOptionException(
          "a name is not a regular expression: " + e.getDescription() + ": name=" + e.getPattern());
    }
  }

  private static void checkRoot() throws CommandLineOptionException {
    for (Path document : DOCUMENTS) {
      check(
          Files.exists(document),
          "a file is missing, the report is written in the root of the project: path=" + document);
    }
  }

  private static void check(boolean valid, String message) throws CommandLineOptionException {
    if (!valid) {
      throw new CommandLineOptionException(message);
    }
  }

  private void measure(CommandLineOptions options, Path result)
      throws RunnerException, IOException {
    Load load = Load.measure();
    load.warning().ifPresent(this::complain);
    Machine machine = Machine.current(load);
    OptionsBuilder standard = new OptionsBuilder();
    standard.parent(options);
    standard.resultFormat(ResultFormatType.JSON);
    standard.result(result.toString());
    standard.shouldFailOnError(options.shouldFailOnError().orElse(true));
    if (options.getProfilers().stream().noneMatch(p -> p.getKlass().equals("gc"))) {
      standard.addProfiler("gc");
    }
    new Runner(standard.build()).run();
    Files.writeString(result, withoutPath(Files.readString(result)));
    machine.write(result);
  }

  /** Hides where the JVM is installed; the file of the machine says which one it is. */
  private static String withoutPath(String json) {
    return json.replaceAll("(\"jvm\" : )\".*\"", "$1\"java\"");
  }

  /** What the benchmark says, which JMH suppresses in the cause of its exception. */
  private static String reason(RunnerException e) {
    List<String> reasons = new ArrayList<>();
    if (e.getCause() instanceof BenchmarkException benchmark) {
      Arrays.stream(benchmark.getSuppressed()).map(Throwable::getMessage).forEach(reasons::add);
    }
    return reasons.isEmpty() ? String.valueOf(e.getMessage()) : reasons.get(0);
  }

  private void complain(String message) {
    String line = message.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]+", " ").strip();
    err.println(
        "uhlc-jmh: "
            + (line.length() <= MAX_MESSAGE_LENGTH
                ? line
                : line.substring(0, MAX_MESSAGE_LENGTH) + "..."));
  }
}
