package io.github.uhlc.examples.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.uhlc.examples.BadOptionException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
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
    assertEquals(Optional.empty(), options.state());
    assertEquals(null, options.frozenMillis());
  }

  @ParameterizedTest
  @CsvSource({"500, 1, -1", "60000, 60000, 4294967296000"})
  void shouldTakeAllOfARange(int lease, int margin, long frozen) {
    FailoverOptions options =
        parse("--lease=" + lease, "--safety-margin=" + margin, "--frozen-clock=" + frozen);
    assertEquals(Duration.ofMillis(lease), options.lease());
    assertEquals(Duration.ofMillis(margin), options.safetyMargin());
    assertEquals(frozen, options.frozenMillis());
  }

  @ParameterizedTest
  @CsvSource({
    "--lease, 499, 500 to 60000",
    "--lease, 60001, 500 to 60000",
    "--safety-margin, 0, 1 to 60000",
    "--safety-margin, 60001, 1 to 60000",
  })
  void shouldRefuseAValueOutsideTheRange(String option, String value, String range) {
    FailoverCommand command = new FailoverCommand();
    CommandLine.populateCommand(command, option + "=" + value);

    assertEquals(
        option + " is out of range, it must be a whole number from " + range + ": value=" + value,
        assertThrows(BadOptionException.class, command::call).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pom.xml", "no/such/directory"})
  void shouldRefuseAStateThatIsNoDirectory(String state) {
    FailoverOptions options = parse("--state=" + state);
    assertEquals(
        "--state is not a directory, it must be one that exists: value=" + Path.of(state),
        assertThrows(BadOptionException.class, options::state).getMessage());
  }

  private static FailoverOptions parse(String... arguments) {
    return CommandLine.populateCommand(new FailoverOptions(), arguments);
  }
}
