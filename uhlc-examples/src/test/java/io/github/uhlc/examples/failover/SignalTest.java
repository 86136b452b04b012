package io.github.uhlc.examples.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {
  @ParameterizedTest
  @EnumSource
  void shouldReadWhatItWrites(Signal.Kind kind) {
    Signal signal = new Signal(kind, 1000, -5);
    assertEquals(signal, Signal.parse(signal.toString()));
  }

  @Test
  void shouldBeALineOfWords() {
    assertEquals("take_over 0 0", Signal.TAKE_OVER.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "get", "get 0", "get 0 0 0", "got 0 0", "get x 0", "OpenJDK warning: x"})
  void shouldRefuseAnythingElse(String line) {
    assertThrows(IllegalArgumentException.class, () -> Signal.parse(line));
  }
}
