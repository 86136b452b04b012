package io.github.uhlc.jmh;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of JSON text (RFC 8259): an object, an array, a string, a number, a boolean or null.
 * Asking a value for what it is not is an {@link IllegalArgumentException}. Immutable.
 */
final class Json {
  private final Object value;

  /** The value of members, elements or a scalar, which must not be changed afterwards. */
  Json(Object value) {
    this.value = value;
  }

  /**
   * Parses a text that holds one value.
   *
   * @throws IllegalArgumentException if the text is not JSON; the message says where
   */
  static Json parse(String text) {
    return new JsonParser(text).parse();
  }

  /** Returns a string as JSON text, with its quotes. */
  static String quote(String string) {
    StringBuilder quoted = new StringBuilder("\"");
    string
        .chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
              } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", c));
              } else {
                quoted.append((char) c);
              }
            });
    return quoted.append('"').toString();
  }

  /** Returns the member of an object with the given name. */
  Json get(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException("a member is missing: name=" + name));
  }

  /** Returns the member of an object with the given name, if there is one. */
  Optional<Json> find(String name) {
    return Optional.ofNullable(members().get(name));
  }

  /** Returns the members of an object, in the order of the text. */
  @SuppressWarnings("unchecked") // The parser makes no other maps.
  Map<String, Json> members() {
    return (Map<String, Json>) as(Map.class, "an object");
  }

  /** Returns the elements of an array. */
  @SuppressWarnings("unchecked") // The parser makes no other lists.
  List<Json> elements() {
    return (List<Json>) as(List.class, "an array");
  }

  /** Returns a string. */
  String string() {
    return as(String.class, "a string");
  }

  /** Returns a number. */
  double number() {
    return as(Double.class, "a number");
  }

  private <T> T as(Class<T> type, String name) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException("the value is not " + name);
    }
    return type.cast(value);
  }
}
