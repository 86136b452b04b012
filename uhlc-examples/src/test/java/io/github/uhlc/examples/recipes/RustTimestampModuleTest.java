package io.github.uhlc.examples.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.github.uhlc.Timestamp;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RustTimestampModuleTest {
  private static final String ID_BYTES = "[51,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]";

  private final ObjectMapper mapper =
      new ObjectMapper().registerModule(RustTimestampModule.create());

  private record Event(Timestamp at, String what) {}

  /** A row of the fixture: the text of a timestamp and what serde made of it. */
  private record Row(Timestamp stamp, String json) {}

  private static List<Row> fixture() throws IOException {
    try (InputStream file =
        RustTimestampModuleTest.class.getResourceAsStream("uhlc_rs_serde.tsv")) {
      return new String(file.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t"))
          .map(cells -> new Row(Timestamp.parse(cells[0]), cells[1]))
          .toList();
    }
  }

  @Test
  void shouldHaveAFixtureThatGoesBeyondSignedTimesAndHasShortIds() throws IOException {
    assertEquals(98, fixture().size());
    assertEquals(49, fixture().stream().filter(row -> row.stamp().ntp64() >>> 63 == 1).count());
    assertEquals(56, fixture().stream().filter(row -> row.stamp().id().size() < 16).count());
  }

  @Test
  void shouldReadWhatUhlcRsWrites() throws IOException {
    for (Row row : fixture()) {
      assertEquals(row.stamp(), mapper.readValue(row.json(), Timestamp.class), row.json());
    }
  }

  @Test
  void shouldWriteWhatUhlcRsWrites() throws IOException {
    for (Row row : fixture()) {
      assertEquals(row.json(), mapper.writeValueAsString(row.stamp()));
    }
  }

  @Test
  void shouldBePartOfADocument() throws JsonProcessingException {
    for (Timestamp stamp : Peers.ascending()) {
      Event event = new Event(stamp, "x");

      assertEquals(event, mapper.readValue(mapper.writeValueAsString(event), Event.class));
    }
  }

  @Test
  void shouldReadFieldsInAnyOrderAndPassOverOthersAsSerdeDoes() throws JsonProcessingException {
    String json = "{\"more\":{\"id\":1},\"id\":" + ID_BYTES + ",\"time\":9223372036854775808}";

    assertEquals(
        Timestamp.parse("9223372036854775808/33"), mapper.readValue(json, Timestamp.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"1/33\"",
        "1",
        "{}",
        "[1,[51,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]]",
        "{\"time\":1}",
        "{\"id\":[51,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}",
        "{\"time\":-1,\"id\":[51,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}",
        "{\"time\":1.0,\"id\":[51,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}",
        "{\"time\":\"1\",\"id\":[51,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}",
        "{\"time\":null,\"id\":[51,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}",
        "{\"time\":18446744073709551616,\"id\":[51,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}",
        "{\"time\":1,\"id\":51}",
        "{\"time\":1,\"id\":\"33\"}",
        "{\"time\":1,\"id\":[51]}",
        "{\"time\":1,\"id\":[51,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}",
        "{\"time\":1,\"id\":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}",
        "{\"time\":1,\"id\":[256,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1]}",
        "{\"time\":1,\"id\":[-1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1]}",
        "{\"time\":1,\"id\":[1.0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1]}",
        "{\"time\":1,\"id\":[51,0,0,0,0,0,0,0,0,0,0,0,0,0,0,\"1\"]}"
      })
  void shouldRefuseWhatIsNoTimestamp(String json) {
    MismatchedInputException refusal =
        assertThrows(
            MismatchedInputException.class,
            () -> mapper.readValue("{\"at\":" + json + "}", Event.class));

    assertTrue(
        refusal.getMessage().startsWith("not a timestamp, which is {"), refusal.getMessage());
    assertEquals("at", refusal.getPath().get(0).getFieldName());
  }
}
