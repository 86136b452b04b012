package io.github.uhlc.jmh;

import io.github.uhlc.examples.drawing.Axis;
import io.github.uhlc.examples.drawing.Svg;
import io.github.uhlc.examples.drawing.Svg.Align;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The chart of the report: horizontal bars with the nanoseconds per id of uhlc and its peers on one
 * thread, and with what threads that share a clock issue in a second. It suits light and dark
 * pages. Immutable.
 */
final class Chart {
  private static final int WIDTH = 840;
  private static final int BARS_LEFT = 250;
  private static final int BARS_WIDTH = 510;
  private static final int MARGIN = 24;
  private static final int TITLE_HEIGHT = 58;
  private static final int BAR_PITCH = 26;
  private static final int BAR_HEIGHT = 18;
  private static final int AXIS_HEIGHT = 46;
  private static final int MAX_STEPS = 6;

  private final Svg svg = new Svg();
  private final Results results;

  private record Bar(String label, double value, boolean isUhlc) {}

  Chart(Results results) {
    this.results = results;
  }

  /** Returns the chart as an SVG document; what was not measured is left out. */
  String svg() {
    int y =
        panel(
            MARGIN,
            "One id, one thread",
            "nanoseconds per id; less is better",
            peers(),
            "Peers.floorNanoTimeAndCas");
    y =
        panel(
            y,
            "Threads that share one clock",
            "millions of timestamps a second, of all threads together; more is better",
            threads(),
            "");
    return svg.document("Speed of uhlc and its peers", WIDTH, y);
  }

  private List<Bar> peers() {
    List<Bar> bars = new ArrayList<>();
    for (Peer peer : Peer.values()) {
      results
          .find(peer.benchmark())
          .ifPresent(m -> bars.add(new Bar(peer.label(), m.nanos(), peer.isUhlc())));
    }
    bars.sort(Comparator.comparingDouble(Bar::value));
    return bars;
  }

  private List<Bar> threads() {
    List<Bar> bars = new ArrayList<>();
    addTotal(bars, "uhlc", "Issue.newTimestamp[SYSTEM]", true);
    addTotal(bars, "with a lock", "Issue.textbook", false);
    for (int threads : new int[] {2, 4}) {
      addTotal(bars, "uhlc", "Issue.newTimestampThreads" + threads, true);
      addTotal(bars, "with a lock", "Issue.textbookThreads" + threads, false);
    }
    return bars;
  }

  private void addTotal(List<Bar> bars, String clock, String key, boolean isUhlc) {
    results
        .find(key)
        .ifPresent(
            m -> {
              String label =
                  clock + ", " + m.threads() + (m.threads() == 1 ? " thread" : " threads");
              bars.add(new Bar(label, m.millionsPerSecond(), isUhlc));
            });
  }

  /** Draws bars below {@code top}, with the floor if it has a key, and returns where they end. */
  private int panel(int top, String title, String unit, List<Bar> bars, String floorKey) {
    if (bars.isEmpty()) {
      return top;
    }
    Axis axis = Axis.of(bars.stream().mapToDouble(Bar::value).max().orElseThrow(), MAX_STEPS);
    int first = top + TITLE_HEIGHT;
    int bottom = first + bars.size() * BAR_PITCH;
    svg.text("title", Align.START, MARGIN, top + 14, title);
    svg.text("minor", Align.START, MARGIN, top + 32, unit);
    for (BigDecimal mark : axis.marks()) {
      double x = x(axis, mark.doubleValue());
      svg.line("grid", x, first, x, bottom);
      svg.text("minor", Align.MIDDLE, x, bottom + 16, Axis.label(mark));
    }
    for (int i = 0; i < bars.size(); i++) {
      bar(bars.get(i), first + i * BAR_PITCH, axis);
    }
    results.find(floorKey).ifPresent(m -> floor(m.nanos(), x(axis, m.nanos()), first, bottom));
    return bottom + AXIS_HEIGHT;
  }

  private void bar(Bar bar, int top, Axis axis) {
    int base = top + BAR_PITCH / 2 + 4;
    double end = x(axis, bar.value);
    svg.text("", Align.END, BARS_LEFT - 10, base, bar.label);
    svg.bar(
        bar.isUhlc ? "first" : "other",
        BARS_LEFT,
        top + (BAR_PITCH - BAR_HEIGHT) / 2.0,
        Math.max(1, end - BARS_LEFT),
        BAR_HEIGHT);
    svg.text("", Align.START, end + 6, base, Tables.nanos(bar.value));
  }

  private void floor(double nanos, double x, int top, int bottom) {
    svg.line("mark", x, top - 8, x, bottom);
    String label = "floor: one nanoTime and one compare-and-set, " + Tables.nanos(nanos) + " ns";
    svg.text("mark", Align.START, x - 4, top - 13, label);
  }

  private static double x(Axis axis, double value) {
    return BARS_LEFT + BARS_WIDTH * axis.position(value);
  }
}
