package io.github.uhlc.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private static final Path RESULT = Path.of("results", "result.json");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"-h", "--help", "report --help", "-f 1 -h"})
  void shouldHelp(String args) {
    assertEquals(Main.OK, run(args.split(" ")));
    assertTrue(text(out).startsWith("Usage: java -jar uhlc-jmh.jar [GROUP...]"), text(out));
    assertTrue(text(out).contains("  Floor Issue Receive Text Bytes Oracle Peers\n"), text(out));
    assertEquals("", text(err));
  }

  @Test
  void shouldSayItsVersion() {
    assertEquals(Main.OK, run("--version"));
    assertTrue(text(out).matches("uhlc-jmh [0-9]\\S+\n"), text(out));
  }

  static Stream<Arguments> wrong() {
    String noName =
        "no benchmark has such a name: the groups are Floor, Issue, Receive, Text, Bytes, Oracle, Peers,"
            + " -l lists the benchmarks: name=";
    return Stream.of(
        Arguments.of(Main.USAGE, noName + "Foo", List.of("Foo")),
        Arguments.of(Main.USAGE, noName + "Foo", List.of("Floor", "Foo")),
        Arguments.of(Main.USAGE, noName + "Foo", List.of("Foo", "-rf", "csv")),
        Arguments.of(Main.USAGE, noName + "Floor", List.of("Floor", "-e", "Floor")),
        Arguments.of(
            Main.USAGE,
            "a name is not a regular expression: Unclosed character class: name=Fo[",
            List.of("Fo[")),
        Arguments.of(
            Main.USAGE,
            "a command is among other arguments, report must be the first and options alone:"
                + " command=report",
            List.of("-f", "1", "report")),
        Arguments.of(
            Main.USAGE,
            "a command is among other arguments, report must be the first and options alone:"
                + " command=options",
            List.of("options", "Floor")),
        Arguments.of(Main.USAGE, "y is not a recognized option", List.of("-y")),
        Arguments.of(Main.USAGE, "report has no options: option=-f", List.of("report", "-f", "1")),
        Arguments.of(
            Main.USAGE,
            "a file is missing, the report is written in the root of the project: path="
                + Path.of("uhlc-jmh", "README.md"),
            List.of("report")),
        Arguments.of(
            Main.USAGE,
            "a file is missing, the report is written in the root of the project: path="
                + Path.of("uhlc-jmh", "README.md"),
            List.of()),
        Arguments.of(
            Main.FAILED, "the file does not exist: path=no.json", List.of("report", "no.json")),
        Arguments.of(
            Main.FAILED,
            "the file does not exist: path=no.md",
            List.of("report", RESULT.toString(), "no.md")),
        Arguments.of(
            Main.FAILED,
            "the path is a directory, it must be a file: path=results",
            List.of("report", "results")),
        Arguments.of(
            Main.FAILED,
            "the path is a directory, it must be a file: path=results",
            List.of("report", RESULT.toString(), "results")));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void shouldRefuseInOneLine(int exitCode, String message, List<String> args) {
    assertEquals(exitCode, run(args.toArray(String[]::new)));
    assertEquals("uhlc-jmh: " + message + "\n", text(err));
    assertEquals("", text(out));
  }

  @Test
  void shouldBoundWhatItQuotes() {
    assertEquals(Main.USAGE, run("a\n\u001b[1m" + "b".repeat(100_000)));
    assertTrue(text(err).matches("uhlc-jmh: [ -~]{1,303}\n"), text(err));
  }

  @Test
  void shouldPrintTheTablesOfARun() {
    assertEquals(Main.OK, run("report", RESULT.toString()));
    assertTrue(text(out).matches("(?s).*\n### Targets\n\n\\d+ of \\d+ are met.*"), text(out));
    assertFalse(text(out).contains("chart.svg"), text(out));
  }

  @Test
  void shouldMeasureAndPrintTablesThatHaveRows() throws IOException {
    Path result = directory.resolve("result.json");

    assertEquals(Main.OK, run(moment("Floor.cas$", "-rff", result.toString())), text(err));
    assertTrue(text(out).contains("\n#### Floor\n\n| benchmark |"), text(out));
    assertFalse(text(out).contains("### Targets"), text(out));
    assertFalse(text(out).contains("### Peers"), text(out));
    assertTrue(text(out).contains("- Processors in use before the run: "), text(out));
    assertTrue(Files.readString(result).contains("\"jvm\" : \"java\""));
    assertTrue(text(err).isEmpty() || text(err).startsWith("uhlc-jmh: warning: "), text(err));
  }

  @Test
  void shouldSayWhyARunFailed() {
    String result = directory.resolve("result.json").toString();

    assertEquals(Main.FAILED, run(moment("Floor.cas$", "-t", "2", "-rff", result)));
    assertTrue(
        text(err)
            .endsWith(
                "uhlc-jmh: the run failed: the benchmark does not measure what it says:"
                    + " the number of threads is that of the name\n"),
        text(err));
  }

  @Test
  void shouldSayThatAResultCannotBeWritten() {
    String result = directory.resolve("none").resolve("result.json").toString();

    assertEquals(Main.FAILED, run(moment("Floor.cas$", "-rff", result)));
    assertTrue(text(err).endsWith(result + "\n"), text(err));
    assertFalse(text(err).contains("Exception"), text(err));
  }

  /** A run that measures nothing, with what JMH prints in a file. */
  private String[] moment(String name, String... options) {
    String output = directory.resolve("output.txt").toString();
    return Stream.concat(
            Stream.of(name, "-f", "0", "-wi", "0", "-i", "1", "-r", "1ms", "-o", output),
            Stream.of(options))
        .toArray(String[]::new);
  }

  private int run(String... args) {
    return Main.run(
        args,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
