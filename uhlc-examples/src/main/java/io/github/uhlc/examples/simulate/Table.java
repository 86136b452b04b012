package io.github.uhlc.examples.simulate;

import io.github.uhlc.examples.simulate.Outcome.NodeOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table of figures.
 *
 * @param header the names of its columns
 * @param rows its cells
 */
record Table(List<String> header, List<List<String>> rows) {
  private static final double NANOS_PER_MILLI = 1e6;

  /** Returns the table of the paper: a row for each simulation. */
  static Table ofOutcomes(List<Outcome> outcomes) {
    List<String> header = new ArrayList<>(List.of("setting", "events", "refused", "epsilon ms"));
    header.addAll(figureHeader());
    List<List<String>> rows = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      List<String> row = new ArrayList<>();
      row.add(outcome.settings().name());
      row.add(whole(outcome.total().events()));
      row.add(whole(outcome.total().refused()));
      row.add(decimal(outcome.settings().epsilonNanos() / NANOS_PER_MILLI));
      row.addAll(figures(outcome.total()));
      rows.add(row);
    }
    return new Table(header, rows);
  }

  /** Returns the table of a simulation: a row for each node. */
  static Table ofNodes(Outcome outcome) {
    List<String> header =
        new ArrayList<>(List.of("node", "skew ms", "drift ppm", "sent /s", "events", "refused"));
    header.addAll(figureHeader());
    List<List<String>> rows = new ArrayList<>();
    for (NodeOutcome node : outcome.nodes()) {
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(rows.size() + 1));
      row.add(decimal(node.settings().skewNanos() / NANOS_PER_MILLI));
      row.add(decimal(node.settings().driftPpm()));
      row.add(decimal(node.settings().messagesPerSecond()));
      row.add(whole(node.figures().events()));
      row.add(whole(node.figures().refused()));
      row.addAll(figures(node.figures()));
      rows.add(row);
    }
    return new Table(header, rows);
  }

  private static List<String> figureHeader() {
    return List.of("max l-pt ms", "max c", "c=0", "c=1", "c=2", "c=3", "c>3");
  }

  private static List<String> figures(Figures figures) {
    List<String> cells = new ArrayList<>();
    cells.add(decimal(figures.largestLeadMillis()));
    cells.add(whole(figures.largestCounter()));
    for (int counter = 0; counter < Figures.SHARES; counter++) {
      cells.add(String.format(Locale.ROOT, "%.2f %%", 100 * figures.share(counter)));
    }
    return cells;
  }

  /** Returns the lines of its text: the first column to the left, the others to the right. */
  List<String> lines() {
    List<List<String>> all = new ArrayList<>();
    all.add(header);
    all.addAll(rows);
    List<String> lines = new ArrayList<>();
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int width = width(all, column);
        String format = column == 0 ? "%-" + width + "s" : "  %" + width + "s";
        line.append(String.format(Locale.ROOT, format, row.get(column)));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(1);
  }

  private static String whole(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String decimal(double number) {
    return String.format(Locale.ROOT, "%,.3f", number);
  }
}
