package io.github.uhlc.examples.simulate;

import io.github.uhlc.examples.BadOptionException;
import io.github.uhlc.examples.Complaint;
import io.github.uhlc.examples.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Simulates nodes, prints the table of the paper, and draws it. */
@Command(
    name = "simulate",
    description = {
      "Simulates nodes with imperfect clocks on virtual time, each with a hybrid logical clock, "
          + "and shows how far those lead and count. The same options give the same bytes.",
      "",
      "Exit codes: 0 if all is well, 1 if a file cannot be written, 2 for a bad option."
    })
public final class SimulateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private SimulateOptions options;

  @Option(names = "--svg", paramLabel = "<file>", description = "Draws lead and counter over time.")
  private Path svg;

  @Option(
      names = "--html",
      paramLabel = "<file>",
      description = "Writes a report with tables and pictures, which opens without a network.")
  private Path html;

  @Option(names = "--overwrite", description = "Replaces files that exist.")
  private boolean overwrite;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Optional<OutputFile> svgFile = Optional.ofNullable(svg).map(this::output);
    Optional<OutputFile> htmlFile = Optional.ofNullable(html).map(this::output);
    List<Outcome> outcomes = new ArrayList<>();
    Progress progress = new Progress(err);
    for (Settings settings : checkedSettings(svgFile, htmlFile)) {
      outcomes.add(new Simulation(settings).run(elapsed -> show(progress, settings, elapsed)));
      progress.end();
    }
    print(outcomes, out);
    try {
      if (svgFile.isPresent()) {
        svgFile.get().write(Chart.draw(outcomes));
      }
      if (htmlFile.isPresent()) {
        htmlFile.get().write(HtmlReport.write(outcomes));
      }
      return ExitCode.OK;
    } catch (IOException e) {
      err.println(Complaint.line("a file cannot be written: " + Complaint.reason(e)));
      return ExitCode.SOFTWARE;
    }
  }

  /** Shows how far a long simulation is to who watches, and nothing to who does not. */
  private static void show(Progress progress, Settings settings, long elapsedNanos) {
    if (progress.isWatched()) {
      double percent = 100.0 * elapsedNanos / settings.lengthNanos();
      progress.tick(() -> String.format(Locale.ROOT, "%s: %3.0f %%", settings.name(), percent));
    }
  }

  private OutputFile output(Path path) {
    return new OutputFile(path, overwrite);
  }

  private List<Settings> checkedSettings(Optional<OutputFile> svg, Optional<OutputFile> html) {
    if (svg.isPresent() && svg.map(OutputFile::place).equals(html.map(OutputFile::place))) {
      throw new BadOptionException(
          "--svg and --html are the same file, they must differ: path=" + svg.get().path());
    }
    svg.ifPresent(OutputFile::check);
    html.ifPresent(OutputFile::check);
    return options.settings();
  }

  private static void print(List<Outcome> outcomes, PrintWriter out) {
    out.println(outcomes.get(0).settings().description());
    out.println();
    Table.ofOutcomes(outcomes).lines().forEach(out::println);
    if (outcomes.size() == 1) {
      out.println();
      Table.ofNodes(outcomes.get(0)).lines().forEach(out::println);
    }
  }
}
