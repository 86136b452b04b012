package io.github.uhlc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The conformance vectors: tab-separated rows of facts observed from uhlc-rs and zenoh. */
final class Vectors {
  private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-f]{4}|.)");

  private Vectors() {}

  /** One row, its columns as they stand in the file. */
  record Row(String place, List<String> columns) {
    String text(int column) {
      return ESCAPE.matcher(columns.get(column)).replaceAll(Row::unescaped);
    }

    boolean isError(int column) {
      return columns.get(column).equals("error");
    }

    private static String unescaped(MatchResult escape) {
      String code = escape.group(1);
      String character =
          switch (code.charAt(0)) {
            case 't' -> "\t";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 'u' -> String.valueOf((char) Integer.parseInt(code.substring(1), 16));
            default -> code;
          };
      return Matcher.quoteReplacement(character);
    }
  }

  /** Checks every row of a file, and that there is one; a failure names its row. */
  static void forEach(String file, Consumer<Row> check) {
    List<Row> rows = rows(file);
    if (rows.isEmpty()) {
      throw new AssertionError("no vectors: file=" + file);
    }
    for (Row row : rows) {
      try {
        check.accept(row);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(row.place() + ": " + e.getMessage(), e);
      }
    }
  }

  static List<Row> rows(String file) {
    List<Row> rows = new ArrayList<>();
    String[] lines = read(file).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (!lines[i].isEmpty() && !lines[i].startsWith("#")) {
        rows.add(new Row(file + ":" + (i + 1), List.of(lines[i].split("\t", -1))));
      }
    }
    return rows;
  }

  private static String read(String file) {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
      if (in == null) {
        throw new AssertionError("no such vectors: file=" + file);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
