package io.github.uhlc.examples.simulate;

import io.github.uhlc.examples.simulate.Outcome.NodeOutcome;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The picture of simulations, as SVG: a row for each node, with l - pt over time on the left and c
 * on the right, each column the largest value in its span of time. All rows of a simulation have
 * one scale.
 */
final class Chart {
  private static final int WIDTH = 1000;
  private static final int LEAD_LEFT = 190;
  private static final int COUNTER_LEFT = 620;
  private static final int TITLE_HEIGHT = 66;
  private static final int ROW_HEIGHT = 34;
  private static final int ROW_PITCH = 50;
  private static final int AXIS_HEIGHT = 50;
  private static final String LEAD_COLOR = "#1f5fa8";
  private static final String COUNTER_COLOR = "#b3430e";
  private static final String STEP_COLOR = "#6a1b9a";

  private final StringBuilder svg = new StringBuilder();

  private Chart() {}

  /** Draws simulations one below the other. */
  static String draw(List<Outcome> outcomes) {
    Chart chart = new Chart();
    int height = outcomes.stream().mapToInt(Chart::height).sum();
    chart.add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\""
            + " fill=\"#1a1a1a\">",
        WIDTH, height, WIDTH, height);
    chart.add("<title>Lead and counter of hybrid logical clocks over time</title>");
    chart.add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, height);
    int top = 0;
    for (Outcome outcome : outcomes) {
      chart.simulation(outcome, top);
      top += height(outcome);
    }
    chart.add("</svg>");
    return chart.svg.toString();
  }

  private static int height(Outcome outcome) {
    return TITLE_HEIGHT + outcome.nodes().size() * ROW_PITCH + AXIS_HEIGHT;
  }

  private void simulation(Outcome outcome, int top) {
    Axis time = Axis.of(outcome.settings().lengthNanos() / 1e9, 10);
    Axis leads = Axis.of(outcome.total().largestLeadMillis(), 2);
    Axis counters = Axis.of(Math.max(1.0, (double) outcome.total().largestCounter()), 2);
    double seconds = outcome.settings().lengthNanos() / 1e9;
    text(16, top + 24, "start\" font-size=\"15\" font-weight=\"bold", outcome.settings().name());
    key(LEAD_LEFT, top + 48, LEAD_COLOR, "l - pt, ms (largest in each column)");
    key(COUNTER_LEFT, top + 48, COUNTER_COLOR, "c, events (largest in each column)");
    if (outcome.nodes().stream().anyMatch(node -> !node.settings().steps().isEmpty())) {
      key(LEAD_LEFT + 240, top + 48, STEP_COLOR, "step of the clock");
    }
    int rowTop = top + TITLE_HEIGHT;
    for (int node = 0; node < outcome.nodes().size(); node++) {
      NodeOutcome shown = outcome.nodes().get(node);
      int base = rowTop + ROW_HEIGHT;
      text(16, base - 19, "start", title(node + 1, shown.settings()));
      text(16, base - 4, "start\" fill=\"#555555", skew(shown.settings()));
      panel(shown, LEAD_LEFT, base, LEAD_COLOR, leads, NodeOutcome::leads, seconds);
      panel(shown, COUNTER_LEFT, base, COUNTER_COLOR, counters, NodeOutcome::counters, seconds);
      rowTop += ROW_PITCH;
    }
    int bottom = rowTop - ROW_PITCH + ROW_HEIGHT;
    timeAxis(LEAD_LEFT, bottom, time, seconds);
    timeAxis(COUNTER_LEFT, bottom, time, seconds);
  }

  private static String title(int number, NodeSettings node) {
    return node.driftPpm() == 0
        ? "node " + number
        : "node "
            + number
            + (node.driftPpm() > 0 ? ", +" : ", ")
            + Axis.label(BigDecimal.valueOf(node.driftPpm()))
            + " ppm";
  }

  private static String skew(NodeSettings node) {
    return String.format(Locale.ROOT, "%+,.3f ms", node.skewNanos() / 1e6);
  }

  private void panel(
      NodeOutcome node,
      int left,
      int base,
      String color,
      Axis axis,
      Function<NodeOutcome, Series> series,
      double seconds) {
    for (BigDecimal mark = BigDecimal.ZERO;
        mark.compareTo(axis.end()) <= 0;
        mark = mark.add(axis.step())) {
      double y = base - ROW_HEIGHT * axis.position(mark.doubleValue());
      line(left, y, left + Series.COLUMNS, y, mark.signum() == 0 ? "#555555" : "#dddddd");
      text(left - 6, y + 4, "end\" font-size=\"10", Axis.label(mark));
    }
    bars(series.apply(node), left, base, color, axis);
    for (Step step : node.settings().steps()) {
      double x = left + Series.COLUMNS * (step.atNanos() / 1e9 / seconds);
      if (x <= left + Series.COLUMNS) {
        add(
            "<path d=\"M%.1f %dV%d\" stroke=\"%s\" stroke-width=\"1.5\" stroke-dasharray=\"4 3\"/>",
            x, base - ROW_HEIGHT, base, STEP_COLOR);
      }
    }
  }

  private void bars(Series series, int left, int base, String color, Axis axis) {
    StringBuilder path = new StringBuilder();
    for (int column = 0; column < Series.COLUMNS; column++) {
      double height = ROW_HEIGHT * axis.position(series.largest(column));
      if (height > 0) {
        path.append(
            String.format(Locale.ROOT, "M%.1f %dv-%.1f", left + column + 0.5, base, height));
      }
    }
    if (path.length() > 0) {
      add("<path d=\"%s\" stroke=\"%s\" stroke-width=\"1\"/>", path, color);
    }
  }

  private void timeAxis(int left, int bottom, Axis time, double seconds) {
    for (BigDecimal mark = BigDecimal.ZERO;
        mark.doubleValue() <= seconds;
        mark = mark.add(time.step())) {
      double x = left + Series.COLUMNS * (mark.doubleValue() / seconds);
      line(x, bottom, x, bottom + 4, "#555555");
      text(x, bottom + 17, "middle\" font-size=\"10", Axis.label(mark));
    }
    text(left + Series.COLUMNS / 2.0, bottom + 33, "middle", "virtual time, s");
  }

  private void key(int left, int base, String color, String label) {
    add("<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>", left, base - 10, color);
    text(left + 18, base, "start", label);
  }

  private void line(double left, double top, double right, double bottom, String color) {
    add("<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"%s\"/>", left, top, right, bottom, color);
  }

  private void text(double x, double y, String anchor, String text) {
    add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, Xml.escape(text));
  }

  private void add(String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
