package io.github.uhlc.examples.inspect;

import io.github.uhlc.PhysicalClock;
import io.github.uhlc.examples.BadOptionException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows timestamps in all their forms. */
@Command(
    name = "inspect",
    description = {
      "Shows timestamps in all their forms; of two it also says how they compare.",
      "",
      "Exit codes: 0 if all is well, 1 if input or output fails, 2 for what is no timestamp."
    })
public final class InspectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private Output output;

  @Option(
      names = "--now",
      paramLabel = "<time>",
      description = "What counts as now, in any form. Default: the system clock.")
  private Optional<String> now = Optional.empty();

  @Option(
      names = "--oracle",
      description = "Reads packed numbers of a timestamp oracle: decimal, and nothing else.")
  private boolean oracle;

  @Parameters(
      paramLabel = "<timestamp>",
      arity = "0..*",
      description =
          "Timestamps, or times without an ID, in any form: decimal, RFC 3339, sortable text, or"
              + " the bytes of a binary form in hexadecimal. Default: one on each line of standard"
              + " input.")
  private List<String> timestamps;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    return output.write(out -> inspect(out, err));
  }

  private int inspect(Writer out, PrintWriter err) throws IOException {
    View view = output.isJson() ? new JsonView() : new TextView();
    PhysicalClock clock = now.map(InspectCommand::fixed).orElseGet(PhysicalClock::system);
    Function<String, Reading> reader = oracle ? Recognizer::readOracle : Recognizer::read;
    Inspection inspection = new Inspection(reader, view, clock, out, err);
    if (timestamps == null) {
      return inspection.showLines(System.in) ? ExitCode.OK : ExitCode.USAGE;
    }
    inspection.show(readArguments(reader));
    return ExitCode.OK;
  }

  /** Reads all of them before any is shown. */
  private List<Reading> readArguments(Function<String, Reading> reader) {
    try {
      return timestamps.stream().map(reader).toList();
    } catch (IllegalArgumentException e) {
      throw new BadOptionException(e.getMessage());
    }
  }

  private static PhysicalClock fixed(String time) {
    try {
      long now = Recognizer.read(time).time().bits();
      return () -> now;
    } catch (IllegalArgumentException e) {
      throw new BadOptionException("--now is no time: " + e.getMessage());
    }
  }
}
