package io.github.uhlc.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  private static final String NO_COMMAND =
      "there is no such command; there are failover, generate, inspect, simulate, store: command=";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine commandLine =
      Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

  @Test
  void shouldShowHelp() {
    assertEquals(0, commandLine.execute("--help"));
    assertTrue(
        out.toString()
            .startsWith("Usage: uhlc-examples [-h] [--version] [--nodes=<n>] [--seconds=<n>]"),
        out::toString);
    assertTrue(out.toString().contains("  inspect  "), "a command to be used is listed");
    assertFalse(out.toString().contains("Runs one node"), "the command for nodes is hidden");
    assertEquals("", err.toString());
  }

  @Test
  void shouldShowHelpOfACommand() {
    for (String help : List.of("-h", "--help")) {
      assertEquals(0, commandLine.execute("inspect", help));
      assertTrue(out.toString().startsWith("Usage: uhlc-examples inspect [-h]"), out::toString);
      assertEquals("", err.toString());
    }
  }

  @Test
  void shouldRefuseABadOptionOfACommandAsItsOwn() {
    assertRefused("there is no such option: option=--jsn", "inspect", "--jsn");
    assertRefused(
        "--steps names a node that is not one of 1 to 4: node=5", "simulate", "--steps=5@1:1");
    assertRefused("this is no timestamp in any known form: text=a?b", "inspect", "a\nb");
    assertRefused(
        "--now is no time: this is no timestamp in any known form: text=x", "inspect", "--now=x");
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
    String wrong = value.matches("-?[0-9]+") ? "out of range" : "not a whole number";
    assertRefused(
        option + " is " + wrong + ", it must be a whole number from " + range + ": value=" + value,
        option,
        value);
  }

  @Test
  void shouldRefuseWhatItDoesNotKnow() {
    assertRefused("there is no such option: option=--second=1", "--second=1");
    assertRefused(NO_COMMAND + "talk", "talk");
    assertRefused(NO_COMMAND, "");
    assertRefused(NO_COMMAND + "@pom.xml", "@pom.xml");
    assertRefused("there is an argument too many: argument=x", "simulate", "x");
    assertRefused("Missing required parameter for option '--skew' (<ms>)", "--skew");
    assertRefused(
        "option '--skew' (<ms>) should be specified only once", "--skew", "1", "--skew", "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\u0000b", "a\u001bb", "a\u0085b", "a\u2028b"})
  void shouldStayOnOneLine(String argument) {
    assertRefused(NO_COMMAND + "a?b", argument);
  }

  @Test
  void shouldBoundTheMessage() {
    assertEquals(2, commandLine.execute("x".repeat(100_000)));
    assertEquals(
        "uhlc-examples: ".length() + 200 + "...".length(), err.toString().strip().length());
  }

  @Test
  void shouldRefuseOptionsBeforeACommand() {
    String message =
        "an option is before the command, which takes its own options after it: option=";
    assertRefused(message + "--seconds, command=inspect", "--seconds=1", "inspect", "1/1");
    assertRefused(message + "--nodes, command=store", "--nodes=4", "store");
    assertRefused(message + "--skew, command=generate", "--skew", "5", "generate", "--count=2");
    assertRefused(
        message + "--writes, command=member", "store", "--writes=20", "member", "x", "1", "PT0S");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "failover", "generate", "inspect", "simulate", "store"})
  void shouldSayThatItHasNoVersionOutsideItsJar(String command) {
    String[] arguments = (command + " --version").strip().split(" ");
    assertEquals(0, commandLine.execute(arguments));
    assertEquals("uhlc-examples (not from its jar)" + System.lineSeparator(), out.toString());
    assertEquals("", err.toString());
  }

  private void assertRefused(String message, String... arguments) {
    err.getBuffer().setLength(0);
    assertEquals(2, commandLine.execute(arguments));
    assertEquals("uhlc-examples: " + message + System.lineSeparator(), err.toString());
    assertEquals("", out.toString());
  }
}
