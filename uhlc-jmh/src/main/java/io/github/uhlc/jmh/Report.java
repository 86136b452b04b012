package io.github.uhlc.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The report on a run: a chart beside its JSON, and what takes the place of marked lines in
 * documents, which is all tables for {@code report} and sentences for {@code figures}. Immutable.
 */
final class Report {
  private static final String CHART = "chart.svg";

  private final Path chart;
  private final Results results;
  private final Tables tables;

  private Report(Path chart, Results results, Machine machine) {
    this.chart = chart;
    this.results = results;
    this.tables = new Tables(results, machine);
  }

  /**
   * Reads a run.
   *
   * @param result the JSON that JMH has written; the machine is read from the file beside it
   * @throws IOException if one of them cannot be read or is something else
   */
  static Report read(Path result) throws IOException {
    return new Report(result.resolveSibling(CHART), Results.read(result), Machine.read(result));
  }

  /** Returns the tables without the chart. */
  String markdown() {
    return tables.markdown();
  }

  /**
   * Draws the chart beside the result, and replaces what is marked in documents.
   *
   * @throws IOException if a document has no place for the report, in which case nothing is written
   */
  void write(List<Path> documents) throws IOException {
    Map<Path, String> updated = new LinkedHashMap<>();
    for (Path document : documents) {
      updated.put(document, updated(document));
    }
    updated.put(chart, chart());
    for (Map.Entry<Path, String> entry : updated.entrySet()) {
      Files.writeString(entry.getKey(), entry.getValue());
    }
  }

  /** Returns the chart as an SVG document. */
  String chart() {
    return new Chart(results).svg();
  }

  /** Returns a document in which what is marked is replaced by this report. */
  String updated(Path document) throws IOException {
    String old = Results.readText(document);
    Path home = document.toAbsolutePath().normalize().getParent();
    String address = home.relativize(chart.toAbsolutePath().normalize()).toString();
    Optional<String> withTables =
        replace(old, "report", tables.markdownWithChart(address.replace('\\', '/')));
    Optional<String> withFigures =
        replace(withTables.orElse(old), "figures", tables.figures().orElse(""));
    if (withFigures.isPresent() && tables.figures().isEmpty()) {
      throw new IOException(
          "the document has figures that the run has not measured: path=" + document);
    }
    return withFigures
        .or(() -> withTables)
        .orElseThrow(
            () ->
                new IOException(
                    "the document has no place for the report, which is between the lines "
                        + begin("report")
                        + " and "
                        + end("report")
                        + ": path="
                        + document));
  }

  /** Replaces what is between two marks, if the document has both in this order. */
  private static Optional<String> replace(String document, String name, String text) {
    int begin = document.indexOf(begin(name) + '\n');
    int end = document.indexOf(end(name) + '\n');
    return begin < 0 || end < begin
        ? Optional.empty()
        : Optional.of(
            document.substring(0, begin) + begin(name) + "\n\n" + text + document.substring(end));
  }

  private static String begin(String name) {
    return "<!-- " + name + " -->";
  }

  private static String end(String name) {
    return "<!-- end of " + name + " -->";
  }
}
