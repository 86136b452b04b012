package io.github.uhlc.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks and reports on them, see README.md.
 *
 * <p>Without the name of a group the whole report is made anew: JSON, chart and the tables of the
 * README. With one, or with a file for the result, the tables are printed.
 */
public final class Main {
  private static final Path HOME = Path.of("uhlc-jmh");
  private static final Path STANDARD_RESULT = HOME.resolve("results").resolve("result.json");
  private static final Path README = HOME.resolve("README.md");

  private Main() {}

  /**
   * Runs benchmarks, or reports on a run.
   *
   * @param args {@code report RESULT.json [README.md]}, or what JMH takes: names of groups and
   *     options
   * @throws CommandLineOptionException if an option is not one of JMH's
   * @throws RunnerException if a benchmark fails
   * @throws IOException if the result or the report cannot be read or written
   */
  public static void main(String[] args)
      throws CommandLineOptionException, RunnerException, IOException {
    if (args.length > 0 && args[0].equals("report")) {
      report(args);
      return;
    }
    CommandLineOptions options = new CommandLineOptions(args);
    if (isForJmhAlone(options)) {
      org.openjdk.jmh.Main.main(args);
    } else if (options.getIncludes().isEmpty() && !options.getResult().hasValue()) {
      runAll(options);
    } else {
      run(options, Path.of(options.getResult().orElse("jmh-result.json")));
    }
  }

  /** Whether this asks for something else than a run whose result can be reported on. */
  private static boolean isForJmhAlone(CommandLineOptions options) {
    return options.shouldHelp()
        || options.shouldList()
        || options.shouldListWithParams()
        || options.shouldListProfilers()
        || options.shouldListResultFormats()
        || options.getResultFormat().orElse(ResultFormatType.JSON) != ResultFormatType.JSON;
  }

  private static void report(String[] args) throws IOException {
    switch (args.length) {
      case 2 -> print(Path.of(args[1]));
      case 3 -> Report.read(Path.of(args[1])).write(Path.of(args[2]));
      default -> throw new IllegalArgumentException("usage: report RESULT.json [README.md]");
    }
  }

  private static void runAll(CommandLineOptions options) throws RunnerException, IOException {
    if (!Files.exists(README)) {
      throw new IllegalArgumentException(
          "the whole report is made in the root of the project, where there is " + README);
    }
    Files.createDirectories(STANDARD_RESULT.getParent());
    run(options, STANDARD_RESULT);
    Report.read(STANDARD_RESULT).write(README);
  }

  private static void run(CommandLineOptions options, Path result)
      throws RunnerException, IOException {
    Machine machine = Machine.current();
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
    print(result);
  }

  /** Hides where the JVM is installed; which one it is stands beside that. */
  private static String withoutPath(String json) {
    return json.replaceAll("(\"jvm\" : )\".*\"", "$1\"java\"");
  }

  @SuppressWarnings("SystemOut") // The tables are what the command is asked for.
  private static void print(Path result) throws IOException {
    System.out.println(Report.read(result).markdown());
  }
}
