package io.github.uhlc.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void shouldReadObjectsAndArrays() {
    Json json = Json.parse(" { \"a\" : [ 1 , [ ] , { } ] ,\n\t\"b\" : null , \"c\":true } ");

    assertEquals(List.of("a", "b", "c"), List.copyOf(json.members().keySet()));
    List<Json> a = json.get("a").elements();
    assertEquals(3, a.size());
    assertEquals(1, a.get(0).number());
    assertTrue(a.get(1).elements().isEmpty());
    assertTrue(a.get(2).members().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-0.5, -0.5", "12.25, 12.25", "1E3, 1000", "2.5e-3, 0.0025"})
  void shouldReadNumbers(String text, double expected) {
    assertEquals(expected, Json.parse(text).number());
  }

  @Test
  void shouldReadStrings() {
    Json json = Json.parse("\"\\u0041\\\"\\\\\\/\\b\\f\\n\\r\\t é\"");

    assertEquals("A\"\\/\b\f\n\r\t é", json.string());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "a\"b\\c", "line\nbreak", "µs – ns"})
  void shouldReadWhatItQuotes(String string) {
    assertEquals(string, Json.parse(Json.quote(string)).string());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "{", "[", "[1", "[1,", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
        "{a:1}", "{\"a\":1,\"a\":2}", "01", "1.", ".5", "+1", "-", "1e", "NaN", "tru", "nul",
        "\"", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\", "\"\n\"", "1 1", "'a'"
      })
  void shouldRefuseOtherText(String text) {
    assertThrows(IllegalArgumentException.class, () -> Json.parse(text));
  }

  @Test
  void shouldRefuseDeepNesting() {
    assertThrows(IllegalArgumentException.class, () -> Json.parse("[".repeat(100_000)));
  }

  @Test
  void shouldSayWhereTheTextIsWrong() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Json.parse("[1 2]"));

    assertEquals("the text is not JSON: expected=']', position=3", e.getMessage());
  }

  @Test
  void shouldRefuseToBeWhatItIsNot() {
    Json json = Json.parse("{\"a\":\"NaN\"}");

    assertThrows(IllegalArgumentException.class, json::elements);
    assertThrows(IllegalArgumentException.class, () -> json.get("a").number());
    assertThrows(IllegalArgumentException.class, () -> json.get("b"));
  }
}
