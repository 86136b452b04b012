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

  private HtmlReport() {}

  /** Writes the report. */
  static String write(List<Outcome> outcomes) {
    StringBuilder html = new StringBuilder(HEAD);
    paragraph(html, Explanation.of(outcomes.get(0).settings()));
    table(html, Table.ofOutcomes(outcomes));
    for (String note : Explanation.NOTES) {
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
