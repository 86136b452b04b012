package io.github.uhlc.jmh;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
  private static final int MAX_TICKS = 6;

  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328 }
        .page { fill: #ffffff; stroke: #d1d9e0 }
        .title { font-size: 15px; font-weight: 600 }
        .minor { font-size: 11px; fill: #59636e }
        .grid { stroke: #d1d9e0; stroke-width: 1 }
        .uhlc { fill: #0969da }
        .peer { fill: #9aa4af }
        .floor { stroke: #bc4c00; stroke-width: 1.5; stroke-dasharray: 4 3 }
        .floor-text { font-size: 11px; fill: #bc4c00 }
        @media (prefers-color-scheme: dark) {
          text { fill: #f0f6fc }
          .page { fill: #0d1117; stroke: #3d444d }
          .minor { fill: #9198a1 }
          .grid { stroke: #3d444d }
          .uhlc { fill: #4493f8 }
          .peer { fill: #656c76 }
          .floor { stroke: #f0883e }
          .floor-text { fill: #f0883e }
        }
      </style>
      """;

  private final Results results;

  private record Bar(String label, double value, boolean isUhlc) {}

  Chart(Results results) {
    this.results = results;
  }

  /** Returns the chart as an SVG document; what was not measured is left out. */
  String svg() {
    StringBuilder panels = new StringBuilder();
    int y = MARGIN;
    y =
        panel(
            panels,
            y,
            "One id, one thread",
            "nanoseconds per id; less is better",
            peers(),
            "Peers.floorNanoTimeAndCas");
    y =
        panel(
            panels,
            y,
            "Threads that share one clock",
            "millions of timestamps a second, of all threads together; more is better",
            threads(),
            "");
    return String.format(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" \
        viewBox="0 0 %1$d %2$d" role="img" aria-label="Speed of uhlc and its peers">
        %3$s<rect class="page" x="0.5" y="0.5" width="%4$d" height="%5$d" rx="8"/>
        %6$s</svg>
        """,
        WIDTH, y, STYLE, WIDTH - 1, y - 1, panels);
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
  private int panel(
      StringBuilder svg, int top, String title, String unit, List<Bar> bars, String floorKey) {
    if (bars.isEmpty()) {
      return top;
    }
    double max = bars.stream().mapToDouble(Bar::value).max().orElseThrow();
    double tick = tick(max);
    double scale = BARS_WIDTH / (Math.ceil(max / tick) * tick);
    int first = top + TITLE_HEIGHT;
    int bottom = first + bars.size() * BAR_PITCH;
    text(svg, "title", MARGIN, top + 14, "start", title);
    text(svg, "minor", MARGIN, top + 32, "start", unit);
    for (double mark = 0; mark * scale <= BARS_WIDTH + 0.5; mark += tick) {
      double x = BARS_LEFT + mark * scale;
      line(svg, "grid", x, first, bottom);
      text(svg, "minor", x, bottom + 16, "middle", String.format(Locale.ROOT, "%.0f", mark));
    }
    for (int i = 0; i < bars.size(); i++) {
      bar(svg, bars.get(i), first + i * BAR_PITCH, scale);
    }
    Optional<Measurement> floor = results.find(floorKey);
    floor.ifPresent(m -> floor(svg, m.nanos(), BARS_LEFT + m.nanos() * scale, first, bottom));
    return bottom + AXIS_HEIGHT;
  }

  private static void bar(StringBuilder svg, Bar bar, int top, double scale) {
    double width = Math.max(1, bar.value * scale);
    int middle = top + BAR_PITCH / 2 + 4;
    text(svg, "", BARS_LEFT - 10, middle, "end", bar.label);
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
            bar.isUhlc ? "uhlc" : "peer",
            BARS_LEFT,
            top + (BAR_PITCH - BAR_HEIGHT) / 2,
            width,
            BAR_HEIGHT));
    text(svg, "", BARS_LEFT + width + 6, middle, "start", Tables.nanos(bar.value));
  }

  private static void floor(StringBuilder svg, double nanos, double x, int top, int bottom) {
    line(svg, "floor", x, top - 8, bottom);
    String label = "floor: one nanoTime and one compare-and-set, " + Tables.nanos(nanos) + " ns";
    text(svg, "floor-text", x - 4, top - 13, "start", label);
  }

  private static void line(StringBuilder svg, String style, double x, int top, int bottom) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%2$.1f\" y1=\"%3$d\" x2=\"%2$.1f\" y2=\"%4$d\"/>%n",
            style,
            x,
            top,
            bottom));
  }

  private static void text(
      StringBuilder svg, String style, double x, int y, String anchor, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>%n",
            style,
            x,
            y,
            anchor,
            text.replace("&", "&amp;").replace("<", "&lt;")));
  }

  /** The least of 1, 2, 5, 10, 20, ... of which few reach {@code max}. */
  private static double tick(double max) {
    double power = Math.pow(10, Math.floor(Math.log10(max / MAX_TICKS)));
    for (double step : new double[] {1, 2, 5}) {
      if (max / (step * power) <= MAX_TICKS) {
        return step * power;
      }
    }
    return 10 * power;
  }
}
