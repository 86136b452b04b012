package io.github.uhlc.examples.drawing;

import java.util.Locale;

/**
 * A drawing that becomes an SVG document. What things look like is in one style sheet, for light
 * and dark pages, so the same calls give the same bytes on every machine. Not thread-safe.
 */
public final class Svg {
  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328 }
        path, line { fill: none }
        .page { fill: #ffffff; stroke: #d1d9e0 }
        .title { font-size: 15px; font-weight: 600 }
        .minor { font-size: 11px; fill: #59636e }
        .grid { stroke: #d1d9e0 }
        .axis { stroke: #59636e }
        path.first { stroke: #0969da }
        rect.first { fill: #0969da }
        path.second { stroke: #b3430e }
        rect.second { fill: #b3430e }
        rect.other { fill: #9aa4af }
        .mark { stroke: #8250df; stroke-width: 1.5; stroke-dasharray: 4 3 }
        text.mark { stroke: none; font-size: 11px; fill: #8250df }
        @media (prefers-color-scheme: dark) {
          text { fill: #f0f6fc }
          .page { fill: #0d1117; stroke: #3d444d }
          .minor { fill: #9198a1 }
          .grid { stroke: #3d444d }
          .axis { stroke: #9198a1 }
          path.first { stroke: #4493f8 }
          rect.first { fill: #4493f8 }
          path.second { stroke: #f0883e }
          rect.second { fill: #f0883e }
          rect.other { fill: #656c76 }
          .mark { stroke: #ab7df8 }
          text.mark { fill: #ab7df8 }
        }
      </style>
      """;

  private final StringBuilder body = new StringBuilder();

  /** Where a text is, seen from its point. */
  public enum Align {
    /** To the right of the point. */
    START,
    /** On both sides of the point. */
    MIDDLE,
    /** To the left of the point. */
    END
  }

  /** Makes an empty drawing. */
  public Svg() {}

  /**
   * Draws a line.
   *
   * @param style a class of the style sheet
   * @param left where it begins, from the left
   * @param top where it begins, from the top
   * @param right where it ends, from the left
   * @param bottom where it ends, from the top
   */
  public void line(String style, double left, double top, double right, double bottom) {
    add(
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
        style, left, top, right, bottom);
  }

  /**
   * Draws a rectangle with slightly round corners.
   *
   * @param style a class of the style sheet
   * @param left its left side
   * @param top its upper side
   * @param width its width
   * @param height its height
   */
  public void bar(String style, double left, double top, double width, double height) {
    add(
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\"/>",
        style, left, top, width, height);
  }

  /**
   * Draws lines.
   *
   * @param style a class of the style sheet
   * @param data the lines in the language of SVG paths
   */
  public void path(String style, CharSequence data) {
    add("<path class=\"%s\" d=\"%s\"/>", style, data);
  }

  /**
   * Writes a text.
   *
   * @param style a class of the style sheet
   * @param align where the text is, seen from its point
   * @param x the point, from the left
   * @param y the base of the letters, from the top
   * @param text any text
   */
  public void text(String style, Align align, double x, double y, String text) {
    add(
        "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
        style, x, y, align.name().toLowerCase(Locale.ROOT), escape(text));
  }

  /**
   * Returns the document, on a page with a frame.
   *
   * @param title what it shows, for those who cannot see it
   * @param width its width
   * @param height its height
   * @return the document
   */
  public String document(String title, int width, int height) {
    return String.format(
        Locale.ROOT,
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" \
        viewBox="0 0 %1$d %2$d" role="img">
        <title>%3$s</title>
        %4$s<rect class="page" x="0.5" y="0.5" width="%5$d" height="%6$d" rx="8"/>
        %7$s</svg>
        """,
        width,
        height,
        escape(title),
        STYLE,
        width - 1,
        height - 1,
        body);
  }

  /**
   * Escapes a text for the content of an element or a quoted attribute, of HTML too.
   *
   * @param text any text
   * @return the text with its markup escaped
   */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private void add(String format, Object... arguments) {
    body.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
