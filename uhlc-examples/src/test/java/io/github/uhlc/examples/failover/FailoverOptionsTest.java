package io.github.uhlc.examples.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.uhlc.examples.BadOptionException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class FailoverOptionsTest {
  @Test
  void shouldHaveDefaults() {
    FailoverOptions options = parse();
    assertEquals(Duration.ofSeconds(2), options.lease());
    assertEquals(Duration.ofMillis(100), options.safetyMargin());
    assertEquals(List.of("--lease=2000", "--safety-margin=100"), options.arguments());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--lease=500 --safety-margin=1 --frozen-clock=-1",
        "--lease=60000 --safety-margin=60000 --frozen-clock=4294967296000"
      })
  void shouldReadTheArgumentsThatItWrites(String commandLine) {
    List<String> arguments = List.of(commandLine.split(" "));
    assertEquals(arguments, parse(arguments.toArray(String[]::new)).arguments());
  }

  @ParameterizedTest
  @CsvSource({
    "--lease, 499, 500 to 60000",
    "--lease, 60001, 500 to 60000",
    "--safety-margin, 0, 1 to 60000",
    "--safety-margin, 60001, 1 to 60000",
  })
  void shouldRefuseAValueOutsideTheRange(String option, String value, String range) {
    FailoverOptions options = parse(option + "=" + value);

    assertEquals(
        option + " is out of range, it must be a whole number from " + range + ": value=" + value,
        assertThrows(BadOptionException.class, options::arguments).getMessage());
  }

  private static FailoverOptions parse(String... arguments) {
    return CommandLine.populateCommand(new FailoverOptions(), arguments);
  }
}
