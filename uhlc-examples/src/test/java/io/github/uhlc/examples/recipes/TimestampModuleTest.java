package io.github.uhlc.examples.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import io.github.uhlc.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampModuleTest {
  private final ObjectMapper mapper = new ObjectMapper().registerModule(TimestampModule.create());

  private record Event(Timestamp at, String what) {}

  @Test
  void shouldKeepEveryBitInAString() throws JsonProcessingException {
    for (Timestamp stamp : Peers.ascending()) {
      Event event = new Event(stamp, "x");

      String json = mapper.writeValueAsString(event);

      assertEquals("{\"at\":\"" + stamp + "\",\"what\":\"x\"}", json);
      assertEquals(event, mapper.readValue(json, Event.class));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"1\"", "1", "1.5", "true", "{}", "[]", "\"01/1\"", "\"1/0\""})
  void shouldRefuseWhatIsNoTimestamp(String json) {
    InvalidFormatException refusal =
        assertThrows(
            InvalidFormatException.class,
            () -> mapper.readValue("{\"at\":" + json + "}", Event.class));

    assertTrue(refusal.getMessage().contains(": text="), refusal.getMessage());
    assertEquals("at", refusal.getPath().get(0).getFieldName());
  }

  @Test
  void shouldRefuseAMegabyteInAShortMessage() {
    String json = '"' + "1".repeat(1 << 20) + '"';

    InvalidFormatException refusal =
        assertThrows(InvalidFormatException.class, () -> mapper.readValue(json, Timestamp.class));

    assertTrue(refusal.getMessage().length() < 2000, refusal.getMessage());
  }
}
