package io.github.uhlc.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioTest {
  @ParameterizedTest
  @CsvSource({
    "2, '0 2000'",
    "3, '0 150 2000'",
    "4, '0 150 -150 2000'",
    "8, '0 150 -150 0 150 -150 0 2000'",
  })
  void shouldSkewClocksInTurnAndTheLastByFar(int nodes, String offsets) {
    Scenario scenario = new Scenario(3, nodes, Duration.ofMillis(150));

    List<String> millis =
        scenario.offsets().stream().map(offset -> "" + offset.toMillis()).toList();
    assertEquals(offsets, String.join(" ", millis));
  }
}
