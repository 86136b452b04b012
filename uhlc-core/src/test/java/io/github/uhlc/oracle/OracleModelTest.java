package io.github.uhlc.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.uhlc.fixture.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * TLC searches all states of the model of the oracles in {@code src/tla}, and of its broken twins,
 * as the lines of {@code checks.txt} there say. What it found is in {@code target/tla.txt}, all
 * that it printed in {@code target/tla}. {@code -Duhlc.tla=all} adds the checks that take minutes.
 */
@Tag("child-jvm")
@Timeout(3600)
class OracleModelTest {
  private static final Path MODEL = Path.of("src", "tla");
  private static final Path WORK = Path.of("target", "tla");
  private static final Path REPORT = Path.of("target", "tla.txt");

  /** What TLC exits with when an invariant is broken. */
  private static final int BROKEN_EXIT = 12;

  private static final Pattern BROKEN =
      Pattern.compile("^Error: Invariant (\\w+) is violated\\.$", Pattern.MULTILINE);

  private static final Pattern STATES =
      Pattern.compile(
          "^\\d+ states generated, (\\d+ distinct states) found, \\d+ states left on queue\\.$",
          Pattern.MULTILINE);

  /** A line of {@code checks.txt}. */
  private record Check(
      boolean isLong, String name, String invariants, String expected, String changes) {
    static Check parse(String line) {
      String[] columns = line.split("\\|", -1);
      for (int i = 0; i < columns.length; i++) {
        columns[i] = columns[i].strip();
      }
      if (columns.length != 5 || !columns[0].matches("always|tla")) {
        throw new IllegalArgumentException("not a check, it has five columns: line=" + line);
      }
      return new Check(columns[0].equals("tla"), columns[1], columns[2], columns[3], columns[4]);
    }

    /** The configuration of the model with the changes of this check. */
    String configure(String base) {
      String configuration = replace(base, "INVARIANTS .*", "INVARIANTS " + invariants);
      for (String change : changes.split(";", -1)) {
        if (!change.isBlank()) {
          String constant = change.substring(0, change.indexOf('=')).strip();
          configuration = replace(configuration, "  " + constant + " = .*", "  " + change.strip());
        }
      }
      return configuration;
    }

    private static String replace(String configuration, String line, String replacement) {
      Matcher found = Pattern.compile("^" + line + "$", Pattern.MULTILINE).matcher(configuration);
      if (!found.find()) {
        throw new IllegalArgumentException("no such line in OracleLease.cfg: line=" + line);
      }
      return found.replaceFirst(Matcher.quoteReplacement(replacement));
    }

    /** Runs TLC; returns its outcome, and what it says of it. */
    Result run() throws Exception {
      String configuration = configure(Files.readString(MODEL.resolve("OracleLease.cfg")));
      Files.writeString(WORK.resolve(name + ".cfg"), configuration);
      // It unpacks its standard modules there.
      Files.createDirectories(WORK.resolve(name));
      ProcessBuilder command =
          ChildJvm.of(
              Class.forName("tlc2.TLC"),
              "-config",
              name + ".cfg",
              "-metadir",
              name,
              "-difftrace",
              "OracleLease.tla");
      command.command().add(1, "-Djava.io.tmpdir=" + name);
      command.directory(WORK.toFile());
      Process tlc = command.redirectErrorStream(true).start();
      try {
        String output = new String(tlc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = tlc.waitFor();
        Files.writeString(WORK.resolve(name + ".txt"), output);
        return new Result(this, outcome(exit, output), output);
      } finally {
        tlc.destroyForcibly();
      }
    }

    private static String outcome(int exit, String output) {
      Matcher broken = BROKEN.matcher(output);
      if (exit == BROKEN_EXIT && broken.find()) {
        return "breaks " + broken.group(1);
      }
      boolean isComplete =
          output.contains("\nModel checking completed. No error has been found.\n")
              && output.contains(", 0 states left on queue.\n");
      return exit == 0 && isComplete ? "holds" : "not checked, exit=" + exit;
    }
  }

  private record Result(Check check, String outcome, String output) {
    @Override
    public String toString() {
      Matcher states = STATES.matcher(output);
      return check.name() + ": " + outcome + (states.find() ? ", " + states.group(1) : "");
    }

    /** Empty if the outcome is what it has to be; else what it is, and how TLC came to it. */
    String fault() {
      return outcome.equals(check.expected())
          ? ""
          : this
              + "\nexpected: "
              + check.expected()
              + "\n"
              + output.substring(Math.max(output.indexOf("\nError: "), 0));
    }
  }

  /** TLC takes a model and its configuration from one folder. */
  @BeforeAll
  static void copyModel() throws IOException {
    Files.createDirectories(WORK);
    Path model = MODEL.resolve("OracleLease.tla");
    Files.copy(model, WORK.resolve(model.getFileName()), StandardCopyOption.REPLACE_EXISTING);
  }

  private static List<Check> checks() throws IOException {
    return Files.readAllLines(MODEL.resolve("checks.txt")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Check::parse)
        .toList();
  }

  @Test
  void shouldFindWhatEachCheckExpects() throws Exception {
    boolean isAll = System.getProperty("uhlc.tla", "").equals("all");
    ExecutorService runs = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<Result>> results = new ArrayList<>();
      for (Check check : checks()) {
        if (isAll || !check.isLong()) {
          results.add(runs.submit(check::run));
        }
      }
      StringBuilder report = new StringBuilder();
      StringBuilder faults = new StringBuilder();
      for (Future<Result> result : results) {
        report.append(result.get()).append('\n');
        faults.append(result.get().fault());
      }
      Files.writeString(REPORT, report);
      assertEquals("", faults.toString());
    } finally {
      runs.shutdownNow();
    }
  }

  /** A promise that no twin breaks, or a slip that no twin has, would show nothing. */
  @Test
  void shouldBreakEachInvariantAndChangeEachConstant() throws IOException {
    String outcomes = checks().stream().map(Check::expected).collect(Collectors.joining("\n"));
    String changes = checks().stream().map(Check::changes).collect(Collectors.joining("; "));

    assertEquals(List.of(), missing("OracleLease.tla", "(O\\d|Never\\w+) ==.*", outcomes));
    assertEquals(List.of(), missing("OracleLease.cfg", " +(\\w+) = (?!\\1).*", changes));
  }

  /** What lines of a file name, and a text does not. */
  private static List<String> missing(String file, String lineThatNames, String text)
      throws IOException {
    Pattern names = Pattern.compile(lineThatNames);
    List<String> found =
        Files.readAllLines(MODEL.resolve(file)).stream()
            .map(names::matcher)
            .filter(Matcher::matches)
            .map(line -> line.group(1))
            .toList();
    assertFalse(found.isEmpty(), file);
    return found.stream()
        .filter(name -> !Pattern.compile("\\b" + name + "\\b").matcher(text).find())
        .toList();
  }

  @Test
  void shouldReportAnotherOutcomeThanTheExpectedOne() throws Exception {
    Check twin = Check.parse("always|test-twin|O1 O2 O3 O4|breaks O1|Check = \"before\"");

    Result result = twin.run();

    assertEquals("breaks O4", result.outcome());
    String fault = result.fault();
    assertEquals(
        List.of("expected: breaks O1", "", "Error: Invariant O4 is violated."),
        fault.lines().skip(1).limit(3).toList(),
        fault);
  }

  @Test
  void shouldNotTakeAModelThatCannotBeCheckedForABrokenOne() throws Exception {
    Check wrong = Check.parse("always|test-wrong|O1|breaks O1|Check = \"sometimes\"");

    assertEquals("not checked, exit=10", wrong.run().outcome());
  }

  @Test
  void shouldRefuseAConstantThatDoesNotExist() {
    Check wrong = Check.parse("always|test-missing|O1|holds|Chek = \"after\"");

    assertThrows(IllegalArgumentException.class, wrong::run);
  }
}
