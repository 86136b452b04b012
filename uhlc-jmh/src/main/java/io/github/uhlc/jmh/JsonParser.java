package io.github.uhlc.jmh;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one JSON text by recursive descent. Not thread-safe, for one use. */
final class JsonParser {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final int MAX_DEPTH = 64;
  private static final String ESCAPED = "\"\\/bfnrt";
  private static final String UNESCAPED = "\"\\/\b\f\n\r\t";

  private final String text;
  private int position;
  private int depth;

  JsonParser(String text) {
    this.text = text;
  }

  Json parse() {
    Json json = value();
    skipSpace();
    check(position == text.length(), "the end of the text");
    return json;
  }

  private Json value() {
    skipSpace();
    check(depth < MAX_DEPTH, "less nesting");
    depth++;
    Json json =
        switch (peek()) {
          case '{' -> new Json(object());
          case '[' -> new Json(array());
          case '"' -> new Json(string());
          case 't' -> literal("true", true);
          case 'f' -> literal("false", false);
          case 'n' -> literal("null", null);
          default -> number();
        };
    depth--;
    return json;
  }

  private Map<String, Json> object() {
    Map<String, Json> members = new LinkedHashMap<>();
    expect('{');
    if (!accept('}')) {
      do {
        skipSpace();
        String name = string();
        expect(':');
        check(members.put(name, value()) == null, "a name that is new");
      } while (accept(','));
      expect('}');
    }
    return Collections.unmodifiableMap(members);
  }

  private List<Json> array() {
    List<Json> elements = new ArrayList<>();
    expect('[');
    if (!accept(']')) {
      do {
        elements.add(value());
      } while (accept(','));
      expect(']');
    }
    return Collections.unmodifiableList(elements);
  }

  private String string() {
    check(peek() == '"', "a string");
    position++;
    StringBuilder string = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(position++);
      check(c >= ' ', "no control character");
      string.append(c == '\\' ? escape() : c);
    }
    position++;
    return string.toString();
  }

  private char escape() {
    char c = peek();
    position++;
    if (c == 'u') {
      int end = position + 4;
      check(end <= text.length(), "four hexadecimal digits");
      String digits = text.substring(position, end);
      check(digits.matches("[0-9a-fA-F]{4}"), "four hexadecimal digits");
      position = end;
      return (char) Integer.parseInt(digits, 16);
    }
    int index = ESCAPED.indexOf(c);
    check(index >= 0, "an escape");
    return UNESCAPED.charAt(index);
  }

  private Json number() {
    Matcher matcher = NUMBER.matcher(text).region(position, text.length());
    check(matcher.lookingAt(), "a value");
    position = matcher.end();
    return new Json(Double.valueOf(matcher.group()));
  }

  private Json literal(String literal, Object value) {
    check(text.startsWith(literal, position), literal);
    position += literal.length();
    return new Json(value);
  }

  private char peek() {
    check(position < text.length(), "more text");
    return text.charAt(position);
  }

  private boolean accept(char c) {
    skipSpace();
    boolean found = position < text.length() && text.charAt(position) == c;
    position += found ? 1 : 0;
    return found;
  }

  private void expect(char c) {
    check(accept(c), "'" + c + "'");
  }

  private void skipSpace() {
    while (position < text.length() && " \t\n\r".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private void check(boolean valid, String expected) {
    if (!valid) {
      throw new IllegalArgumentException(
          "the text is not JSON: expected=" + expected + ", position=" + position);
    }
  }
}
