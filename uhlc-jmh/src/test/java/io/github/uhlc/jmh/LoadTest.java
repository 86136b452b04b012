package io.github.uhlc.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadTest {
  @ParameterizedTest
  @CsvSource({
    "0.5, 0, 4, 2",
    "0.5, 0.25, 4, 1",
    "0.2, 0.3, 4, 0",
    "-1, 0, 4, NaN",
    "0.5, -1, 4, NaN",
  })
  void shouldCountWhatOtherProcessesUse(double all, double own, int processors, double expected) {
    assertEquals(expected, Load.busyProcessors(all, own, processors));
  }

  @Test
  void shouldWarnOfABusyMachineWithTheFigures() {
    assertEquals(
        Optional.of(
            "warning: the machine is busy: figures hold on a machine that does nothing else: "
                + "processors that other processes use=1.3 of 2, load average=3.1"),
        new Load(1.26, 2, 3.14).warning());
  }

  @ParameterizedTest
  @CsvSource({"0", "0.2", "NaN"})
  void shouldNotWarnOfAQuietMachine(double busyProcessors) {
    assertEquals(Optional.empty(), new Load(busyProcessors, 2, 1).warning());
  }

  @Test
  void shouldSayWhatIsNotKnown() {
    Load load = new Load(Double.NaN, 2, -1);

    assertEquals("unknown", load.used());
    assertEquals("unknown", load.lastMinute());
  }
}
