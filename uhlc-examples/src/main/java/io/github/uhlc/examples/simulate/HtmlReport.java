package io.github.uhlc.examples.simulate;

import io.github.uhlc.examples.drawing.Svg;
import java.util.List;
import java.util.stream.Collectors;

/** The report of simulations: one HTML file that needs nothing else. */
final class HtmlReport {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy"
        content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width">
      <title>Hybrid logical clocks, simulated</title>
      <style>
      body { max-width: 1040px; margin: 24px auto; padding: 0 16px; font-family: sans-serif;
        line-height: 1.45; color: #1a1a1a; background: #ffffff; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; font-size: 13px; margin: 12px 0 24px; }
      th, td { padding: 4px 9px; text-align: right; border-bottom: 1px solid #dddddd;
        white-space: nowrap; }
      th:first-child, td:first-child { text-align: left; }
      th { border-bottom: 2px solid #555555; }
      @media (prefers-color-scheme: dark) {
        body { color: #f0f6fc; background: #0d1117; }
        th, td { border-color: #3d444d; }
      }
      </style>
      </head>
      <body>
      <h1>Hybrid logical clocks, simulated</h1>
      """;

  /** What the figures mean, in words. */
  private static final List<String> NOTES =
      List.of(
          "l is the largest reading of a physical clock among an event and its causes, pt what the"
              + " node's own clock reads, c the number of events since l moved, as in Kulkarni et"
              + " al., \"Logical Physical Clocks\", 2014. epsilon is how far two clocks are apart"
              + " at most.",
          "The counter of a timestamp is 4 bits, from which it carries into the time; c is what the"
              + " time is ahead of l, in units of 2^-32 s, which undoes the carry.",
          "A setting that is named after the paper has its number of nodes and its epsilon. All"
              + " else is chosen here, so the figures are this model's.");

  private HtmlReport() {}

  /** Writes the report. */
  static String write(List<Outcome> outcomes) {
    StringBuilder html = new StringBuilder(HEAD);
    paragraph(html, outcomes.get(0).settings().description());
    table(html, Table.ofOutcomes(outcomes));
    for (String note : NOTES) {
      paragraph(html, note);
    }
    for (Outcome outcome : outcomes) {
      html.append("<div class=\"wide\">\n").append(Chart.draw(List.of(outcome))).append("</div>\n");
      table(html, Table.ofNodes(outcome));
    }
    return html.append("</body>\n</html>\n").toString();
  }

  private static void paragraph(StringBuilder html, String text) {
    html.append("<p>").append(Svg.escape(text)).append("</p>\n");
  }

  private static void table(StringBuilder html, Table table) {
    html.append("<div class=\"wide\"><table>\n");
    row(html, "th", table.header());
    table.rows().forEach(row -> row(html, "td", row));
    html.append("</table></div>\n");
  }

  private static void row(StringBuilder html, String element, List<String> cells) {
    html.append(
        cells.stream()
            .map(cell -> "<" + element + ">" + Svg.escape(cell) + "</" + element + ">")
            .collect(Collectors.joining("", "<tr>", "</tr>\n")));
  }
}
