package io.github.uhlc.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import io.github.uhlc.examples.cluster.Event.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {
  @Test
  void shouldHaveFiveColumns() {
    Event event =
        new Event(
            "answer-2",
            Kind.RECEIVE,
            NTP64.ofBits(5),
            Timestamp.parse("7/ab"),
            Optional.of(Timestamp.parse("6/cd")));

    assertEquals("answer-2\treceive\t5\t7/ab\t6/cd", event.toLine());
  }

  @ParameterizedTest
  @EnumSource
  void shouldSurviveTheRoundTrip(Kind kind) {
    NTP64 wallClock = NTP64.MAX;
    Timestamp timestamp = Timestamp.parse("18446744073709551615/ffffffffffffffffffffffffffffffff");
    Event caused = new Event("ask", kind, wallClock, timestamp, Optional.of(timestamp));
    Event uncaused = new Event("ask", kind, wallClock, timestamp, Optional.empty());

    assertEquals(caused, Event.parse(caused.toLine()));
    assertEquals(uncaused, Event.parse(uncaused.toLine()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ask\twork\t5\t7/ab",
        "ask\twork\t5\t7/ab\t-\t",
        "ask\twork\t5\t7/ab\t",
        "ask work 5 7/ab -",
        "\twork\t5\t7/ab\t-",
        "Ask\twork\t5\t7/ab\t-",
        "ask\tWORK\t5\t7/ab\t-",
        "ask\tsleep\t5\t7/ab\t-",
        "ask\twork\t-5\t7/ab\t-",
        "ask\twork\t\t7/ab\t-",
        "ask\twork\t5\t7/0\t-",
        "ask\twork\t5\t-\t-",
        "ask\twork\t5\t7/ab\t6/",
        "ask\twork\t5\t7/ab\t-\n",
      })
  void shouldRefuseAnythingElse(String line) {
    assertThrows(IllegalArgumentException.class, () -> Event.parse(line));
  }
}
