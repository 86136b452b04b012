package io.github.uhlc.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine commandLine =
      Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

  @Test
  void shouldShowHelp() {
    assertEquals(0, commandLine.execute("--help"));
    assertTrue(
        out.toString()
            .startsWith(
                "Usage: uhlc-examples [--help] [--nodes=<n>] [--seconds=<n>] [--skew=<ms>]"),
        out::toString);
    assertTrue(out.toString().contains("  inspect  "), "a command to be used is listed");
    assertFalse(out.toString().contains("Runs one node"), "the command for nodes is hidden");
    assertEquals("", err.toString());
  }

  @Test
  void shouldShowHelpOfACommand() {
    assertEquals(0, commandLine.execute("inspect", "--help"));
    assertTrue(out.toString().startsWith("Usage: uhlc-examples inspect [--help]"), out::toString);
    assertEquals("", err.toString());
  }

  @Test
  void shouldRefuseABadOptionOfACommandAsItsOwn() {
    assertRefused("Unknown option: '--jsn'", "inspect", "--jsn");
    assertRefused("a step is of node 1 to 4, not of node 5", "simulate", "--steps=5@1:1");
    assertRefused("this is no timestamp in any known form: 'a?b'", "inspect", "a\nb");
  }

  @ParameterizedTest
  @CsvSource({
    "--seconds, 0, 1 to 60",
    "--seconds, 61, 1 to 60",
    "--nodes, 1, 2 to 8",
    "--nodes, 9, 2 to 8",
    "--skew, -1, 0 to 200",
    "--skew, 201, 0 to 200",
    "--skew, '', 0 to 200",
    "--skew, ' 5', 0 to 200",
    "--skew, +5, 0 to 200",
    "--skew, 1.5, 0 to 200",
    "--skew, 5e1, 0 to 200",
    "--skew, ٣, 0 to 200",
    "--skew, 9999999999999999999999, 0 to 200",
  })
  void shouldRefuseAValueOutsideTheRange(String option, String value, String range) {
    assertRefused(
        "Invalid value for option '"
            + option
            + "': a whole number from "
            + range
            + " is needed, not '"
            + value
            + "'",
        option,
        value);
  }

  @Test
  void shouldRefuseWhatItDoesNotKnow() {
    assertRefused("Unknown option: '--second=1'", "--second=1");
    assertRefused("Unmatched argument at index 0: 'talk'", "talk");
    assertRefused("Unmatched argument at index 0: ''", "");
    assertRefused("Unmatched argument at index 0: '@pom.xml'", "@pom.xml");
    assertRefused("Missing required parameter for option '--skew' (<ms>)", "--skew");
    assertRefused(
        "option '--skew' (<ms>) should be specified only once", "--skew", "1", "--skew", "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\u0000b", "a\u001bb", "a\u0085b", "a\u2028b"})
  void shouldStayOnOneLine(String argument) {
    assertRefused("Unmatched argument at index 0: 'a?b'", argument);
  }

  @Test
  void shouldBoundTheMessage() {
    assertEquals(2, commandLine.execute("x".repeat(100_000)));
    assertEquals(
        "uhlc-examples: Unmatched argument at index 0: '".length() + 200 - 32 + 3,
        err.toString().strip().length());
  }

  private void assertRefused(String message, String... arguments) {
    err.getBuffer().setLength(0);
    assertEquals(2, commandLine.execute(arguments));
    assertEquals("uhlc-examples: " + message + System.lineSeparator(), err.toString());
    assertEquals("", out.toString());
  }
}
