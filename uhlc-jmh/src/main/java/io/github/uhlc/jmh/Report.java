package io.github.uhlc.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The report on a run: a chart beside its JSON, and tables that take the place of what is between
 * two marks in a document. Immutable.
 */
final class Report {
  /** The lines between which a document has the tables. */
  static final String BEGIN = "<!-- report -->\n";

  static final String END = "<!-- end of report -->\n";

  private static final String CHART = "chart.svg";

  private final Path result;
  private final Results results;
  private final Machine machine;

  private Report(Path result, Results results, Machine machine) {
    this.result = result;
    this.results = results;
    this.machine = machine;
  }

  /**
   * Reads a run.
   *
   * @param result the JSON that JMH has written; the machine is read from the file beside it
   */
  static Report read(Path result) throws IOException {
    return new Report(
        result, Results.of(Json.parse(Files.readString(result))), Machine.read(result));
  }

  /** Returns the tables, with the chart in the directory of the result. */
  String markdown() {
    return new Tables(results, machine).markdown(CHART);
  }

  /** Draws the chart beside the result, and replaces the tables of a document. */
  void write(Path document) throws IOException {
    Path chart = result.resolveSibling(CHART);
    Path home = document.toAbsolutePath().getParent();
    String address = home.relativize(chart.toAbsolutePath()).toString().replace('\\', '/');
    String tables = new Tables(results, machine).markdown(address);
    Files.writeString(document, insert(Files.readString(document), tables));
    Files.writeString(chart, new Chart(results).svg());
  }

  /**
   * Puts tables between the marks of a document.
   *
   * @throws IllegalArgumentException if the document does not have both marks
   */
  static String insert(String document, String tables) {
    int begin = document.indexOf(BEGIN);
    int end = document.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(
          "a document with a report has the lines " + BEGIN.strip() + " and " + END.strip());
    }
    return document.substring(0, begin + BEGIN.length())
        + '\n'
        + tables
        + '\n'
        + document.substring(end);
  }
}
