package io.github.uhlc.oracle.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine main = Main.commandLine();
    main.setOut(new PrintWriter(out));
    main.setErr(new PrintWriter(err));
    return main.execute(arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "get --bad | there is no such option: option=--bad",
        "get 7 | there is an argument too many: argument=7",
        "fetch | there is no such command; there are serve, init, get: command=fetch",
        "get -n 0 | --count is out of range, it must be a whole number from 1 to 262144: value=0",
        "get -n x | --count is not a whole number, it must be a whole number from 1 to 262144:"
            + " value=x",
        "get --endpoints a | --endpoints: the endpoint is malformed, it must be host:port or"
            + " [address]:port: endpoint=a",
        "get --timeout 2h | --timeout is out of range, it must be a whole number with ms, s, m or"
            + " h, 1ms to 1h: value=2h",
        "serve --window 1 | --window is not a duration, it must be a whole number with ms, s, m or"
            + " h, 1ms to 10m: value=1",
        "serve --window 11m | --window is out of range, it must be a whole number with ms, s, m or"
            + " h, 1ms to 10m: value=11m",
        "serve --max-lead -1s | --max-lead is not a duration, it must be a whole number with ms,"
            + " s, m or h, 0s to 87600h: value=-1s",
        "serve --listen 0.0.0.0:1 | --listen is not a loopback address, which needs --plaintext, as"
            + " everybody who reaches it can read and ask: value=0.0.0.0:1",
        "init --seed-physical-ms 0 | --seed-physical-ms is out of range, it must be a whole number"
            + " from 1 to 4294967295999: value=0",
        "init --seed-physical-ms 4294967296000 | --seed-physical-ms is out of range, it must be a"
            + " whole number from 1 to 4294967295999: value=4294967296000",
      })
  void shouldRefuseABadOptionInOneLine(String arguments, String complaint) {
    assertEquals(CommandLine.ExitCode.USAGE, run(arguments.split(" ", -1)));
    assertEquals("uhlc-oracle: " + complaint + System.lineSeparator(), err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void shouldRefuseAStateDirectoryThatIsAFile() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertEquals(
        CommandLine.ExitCode.USAGE, run("init", "--seed-physical-ms=1", "--state-dir=" + file));
    assertTrue(err.toString().contains("--state-dir is a file"), err.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "init", "get"})
  void shouldHaveHelpThatNamesEachOption(String command) {
    assertEquals(0, run(command, "--help"));

    String help = out.toString();
    assertTrue(help.contains("Exit codes: "), help);
    Main.commandLine().getSubcommands().get(command).getCommandSpec().options().stream()
        .filter(option -> option.description().length == 0)
        .findAny()
        .ifPresent(
            option -> {
              throw new AssertionError("no description: option=" + option.longestName());
            });
  }

  @ParameterizedTest
  @CsvSource({
    "'', serve",
    "--listen=a:1, serve --listen=a:1",
    "--help, --help",
    "-h, -h",
    "--version, --version",
    "get -n 1, get -n 1",
    "fetch, fetch",
  })
  void shouldServeUnlessAnotherCommandIsNamed(String given, String completed) {
    String[] arguments = given.isEmpty() ? new String[0] : given.split(" ", -1);

    assertArrayEquals(completed.split(" ", -1), Main.withCommand(arguments));
  }

  @Test
  void shouldBoundAndCleanWhatItQuotes() {
    run("get", "--" + "\u0007".repeat(1000));

    List<String> lines = err.toString().lines().toList();
    assertEquals(1, lines.size());
    assertTrue(lines.get(0).length() < 350, err.toString());
    assertEquals(-1, err.toString().indexOf('\u0007'));
  }
}
