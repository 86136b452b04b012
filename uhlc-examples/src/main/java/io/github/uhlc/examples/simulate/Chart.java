package io.github.uhlc.examples.simulate;

import io.github.uhlc.examples.drawing.Axis;
import io.github.uhlc.examples.drawing.Svg;
import io.github.uhlc.examples.drawing.Svg.Align;
import io.github.uhlc.examples.simulate.NodeSettings.Step;
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
  private static final String LEAD = "first";
  private static final String COUNTER = "second";

  private final Svg svg = new Svg();

  private Chart() {}

  /** Draws simulations one below the other. */
  static String draw(List<Outcome> outcomes) {
    Chart chart = new Chart();
    int top = 0;
    for (Outcome outcome : outcomes) {
      chart.simulation(outcome, top);
      top += height(outcome);
    }
    return chart.svg.document("Lead and counter of hybrid logical clocks over time", WIDTH, top);
  }

  private static int height(Outcome outcome) {
    return TITLE_HEIGHT + outcome.nodes().size() * ROW_PITCH + AXIS_HEIGHT;
  }

  private void simulation(Outcome outcome, int top) {
    Axis time = Axis.of(outcome.settings().lengthNanos() / 1e9, 10);
    Axis leads = Axis.of(outcome.total().largestLeadMillis(), 2);
    Axis counters = Axis.of(Math.max(1.0, (double) outcome.total().largestCounter()), 2);
    double seconds = outcome.settings().lengthNanos() / 1e9;
    svg.text("title", Align.START, 16, top + 24, outcome.settings().name());
    key(LEAD_LEFT, top + 48, LEAD, "l - pt, ms (largest in each column)");
    key(COUNTER_LEFT, top + 48, COUNTER, "c, events (largest in each column)");
    if (outcome.nodes().stream().anyMatch(node -> !node.settings().steps().isEmpty())) {
      svg.text("mark", Align.START, LEAD_LEFT + 240, top + 48, "dashed: step of the clock");
    }
    int rowTop = top + TITLE_HEIGHT;
    for (int node = 0; node < outcome.nodes().size(); node++) {
      NodeOutcome shown = outcome.nodes().get(node);
      int base = rowTop + ROW_HEIGHT;
      svg.text("", Align.START, 16, base - 19, title(node + 1, shown.settings()));
      svg.text("minor", Align.START, 16, base - 4, skew(shown.settings()));
      panel(shown, LEAD_LEFT, base, LEAD, leads, NodeOutcome::leads, seconds);
      panel(shown, COUNTER_LEFT, base, COUNTER, counters, NodeOutcome::counters, seconds);
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
      String style,
      Axis axis,
      Function<NodeOutcome, Series> series,
      double seconds) {
    for (BigDecimal mark : axis.marks()) {
      double y = base - ROW_HEIGHT * axis.position(mark.doubleValue());
      svg.line(mark.signum() == 0 ? "axis" : "grid", left, y, left + Series.COLUMNS, y);
      svg.text("minor", Align.END, left - 6, y + 4, Axis.label(mark));
    }
    bars(series.apply(node), left, base, style, axis);
    for (Step step : node.settings().steps()) {
      double x = left + Series.COLUMNS * (step.atNanos() / 1e9 / seconds);
      if (x <= left + Series.COLUMNS) {
        svg.line("mark", x, base - ROW_HEIGHT, x, base);
      }
    }
  }

  private void bars(Series series, int left, int base, String style, Axis axis) {
    StringBuilder path = new StringBuilder();
    for (int column = 0; column < Series.COLUMNS; column++) {
      double height = ROW_HEIGHT * axis.position(series.largest(column));
      if (height > 0) {
        path.append(
            String.format(Locale.ROOT, "M%.1f %dv-%.1f", left + column + 0.5, base, height));
      }
    }
    if (path.length() > 0) {
      svg.path(style, path);
    }
  }

  private void timeAxis(int left, int bottom, Axis time, double seconds) {
    for (BigDecimal mark : time.marks()) {
      if (mark.doubleValue() <= seconds) {
        double x = left + Series.COLUMNS * (mark.doubleValue() / seconds);
        svg.line("axis", x, bottom, x, bottom + 4);
        svg.text("minor", Align.MIDDLE, x, bottom + 17, Axis.label(mark));
      }
    }
    svg.text("", Align.MIDDLE, left + Series.COLUMNS / 2.0, bottom + 33, "virtual time, s");
  }

  private void key(int left, int base, String style, String label) {
    svg.bar(style, left, base - 10, 12, 12);
    svg.text("", Align.START, left + 18, base, label);
  }
}
