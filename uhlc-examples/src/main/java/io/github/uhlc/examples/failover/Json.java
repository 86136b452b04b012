package io.github.uhlc.examples.failover;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** JSON on one line: read strictly, written in ASCII with one space after each colon and comma. */
final class Json {
  /** The longest line, in bytes; a request has a few hundred. */
  static final int MAX_LINE_BYTES = 1 << 16;

  // The length of the line is the only limit: numbers, keys and nesting need none of their own, and
  // a table of keys, which clients could fill with keys that collide, is not kept.
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNumberLength(MAX_LINE_BYTES)
                          .maxNameLength(MAX_LINE_BYTES)
                          .maxNestingDepth(MAX_LINE_BYTES)
                          .build())
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private static final ObjectWriter WRITER =
      MAPPER.writer(
          new DefaultPrettyPrinter(
                  Separators.createDefaultInstance()
                      .withObjectFieldValueSpacing(Spacing.AFTER)
                      .withObjectEntrySpacing(Spacing.AFTER))
              .withObjectIndenter(new DefaultPrettyPrinter.NopIndenter()));

  private Json() {}

  /**
   * Reads a text that holds one value.
   *
   * @throws JsonProcessingException if it does not, or if a key is twice in an object
   */
  static JsonNode parse(String text) throws JsonProcessingException {
    return MAPPER.readTree(text);
  }

  /** Tells a string that can be written again: JSON can escape half a surrogate pair. */
  static boolean isText(JsonNode value) {
    return value.isTextual() && StandardCharsets.UTF_8.newEncoder().canEncode(value.textValue());
  }

  /** Makes an empty object, whose keys keep the order in which they are put. */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Writes an object that holds no arrays. */
  static String write(ObjectNode value) {
    try {
      return WRITER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }
}
