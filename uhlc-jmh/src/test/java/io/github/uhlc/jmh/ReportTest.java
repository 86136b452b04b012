package io.github.uhlc.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {
  private static final String BEGIN = "<!-- report -->\n";
  private static final String END = "<!-- end of report -->\n";
  private static final String REMEDY =
      " is not made from results/result.json: run the command report in the root of the project";

  private static final String[] BENCHMARKS = {
    Fixture.benchmark("Floor.floorNanoTime", 20, 0),
    Fixture.benchmark("Floor.floorNanoTimeAndCas", 25, 0),
    Fixture.benchmark("Floor.physicalClock", "SYSTEM", 23, 0.001),
    Fixture.benchmark("Issue.newTimestamps1000", "SYSTEM", 0.06, 0.032),
    Fixture.benchmark("Peers.tsid", 50, 24),
    Fixture.benchmark("Peers.uhlcNewTimestamp", 30, 24),
  };

  @TempDir private Path home;

  @Test
  void shouldReportOnTargets() throws IOException {
    String report = report();

    assertTrue(report.contains("\n2 of 3 are met, 30 others were not measured.\n"), report);
    assertTrue(
        report.contains(
            "\n| `PhysicalClock.system()` | 23.0 | 0 | 1.1 × `Floor.floorNanoTime`, 0 B | 1.15 |"
                + " **missed** |\n"),
        report);
    assertTrue(
        report.contains(
            "\n| `newTimestamps(1000)`, each | 0.060 | 0.03 | 0.5 ns, 0.1 B |  | met |\n"),
        report);
    assertTrue(
        report.contains(
            "\n| uhlc newTimestamp before tsid-creator TSID | 30.0 | 24 | 1 × `Peers.tsid` | 0.60"
                + " | met |\n"),
        report);
  }

  @Test
  void shouldReportOnEveryMeasurement() throws IOException {
    String report = report();

    assertTrue(
        report.contains("\n| `physicalClock[SYSTEM]` | 2 | 23.0 | 23.0–23.0 | 1.15 | 0.92 | 0 |\n"),
        report);
    assertTrue(report.contains("\n| `tsid` | 2 | 50.0 | 50.0–50.0 |  |  | 24 |\n"), report);
  }

  @Test
  void shouldReportOnTheMachineAndTheVersions() throws IOException {
    String report = report();

    assertTrue(report.contains("\n- Processor: A \"fast\" one\n"), report);
    assertTrue(report.contains("\n| tsid-creator TSID | 5.2.6 | 50.0 | 24 | yes | "), report);
  }

  @Test
  void shouldReportOnAMachineThatIsNotKnown() throws IOException {
    Path result = home.resolve("result.json");
    Files.writeString(result, Fixture.json(BENCHMARKS));

    assertTrue(Report.read(result).markdown().contains("\n- JVM: VM 17+1"));
  }

  @Test
  void shouldReplaceTheTablesOfADocument() throws IOException {
    Path result = Files.createDirectory(home.resolve("results")).resolve("result.json");
    Path document = home.resolve("README.md");
    writeResult(result, BENCHMARKS);
    Files.writeString(document, "before\n" + BEGIN + "old\n" + END + "after\n");

    Report.read(result).write(List.of(document));
    String once = Files.readString(document);
    Report.read(result).write(List.of(document));

    assertEquals(once, Files.readString(document));
    assertTrue(once.startsWith("before\n" + BEGIN + "\n### Machine\n"), once);
    assertTrue(once.endsWith("|\n\n" + END + "after\n"), once);
    assertTrue(once.contains("](results/chart.svg)"), once);
    assertFalse(once.contains("old"), once);
    assertTrue(Files.exists(home.resolve("results/chart.svg")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text\n",
        "<!-- report -->\n",
        "<!-- end of report -->\n<!-- report -->\n",
        "<!-- end of figures -->\n",
        "`<!-- report -->` and `<!-- end of report -->`\n",
      })
  void shouldRefuseADocumentWithoutMarksAndWriteNothing(String text) throws IOException {
    Path result = home.resolve("result.json");
    Path document = Files.writeString(home.resolve("README.md"), text);
    Path good = Files.writeString(home.resolve("GOOD.md"), BEGIN + END);
    writeResult(result, BENCHMARKS);

    Exception e =
        assertThrows(IOException.class, () -> Report.read(result).write(List.of(good, document)));
    assertEquals(
        "the document has no place for the report, which is between the lines <!-- report --> and"
            + " <!-- end of report -->: path="
            + document,
        e.getMessage());
    assertEquals(text, Files.readString(document));
    assertEquals(BEGIN + END, Files.readString(good));
    assertFalse(Files.exists(home.resolve("chart.svg")));
  }

  @Test
  void shouldPutTheFiguresOfTheChartIntoADocument() throws IOException {
    Path result = home.resolve("result.json");
    Path document = home.resolve("README.md");
    writeResult(
        result,
        Fixture.benchmark("Peers.floorNanoTime", 16.54, 0),
        Fixture.benchmark("Peers.floorNanoTimeAndCas", 20.78, 0),
        Fixture.benchmark("Peers.uhlcNewTimestamp", 24.75, 24.001),
        Fixture.benchmark("Peers.uhlcNewTime", 101.2, 0.001));
    Files.writeString(document, "before\n<!-- figures -->\nold\n<!-- end of figures -->\nafter\n");

    Report.read(result).write(List.of(document));

    assertEquals(
        """
        before
        <!-- figures -->

        `newTimestamp()` takes 24.8 ns and allocates 24 bytes; `newTime()` takes 101 ns and allocates\
         nothing.
        Their floor, reading `System.nanoTime()` and one compare-and-set, takes 20.8 ns; the reading\
         alone takes 16.5 ns.

        <!-- end of figures -->
        after
        """,
        Files.readString(document));
  }

  @Test
  void shouldNotPutFiguresThatWereNotMeasuredIntoADocument() throws IOException {
    Path result = home.resolve("result.json");
    Path document = home.resolve("README.md");
    writeResult(result, BENCHMARKS);
    Files.writeString(document, "<!-- figures -->\nold\n<!-- end of figures -->\n");

    Exception e =
        assertThrows(IOException.class, () -> Report.read(result).write(List.of(document)));
    assertEquals(
        "the document has figures that the run has not measured: path=" + document, e.getMessage());
  }

  @Test
  void shouldHaveMadeWhatIsInTheProject() throws IOException {
    Path module = Path.of("").toAbsolutePath();
    Report report = Report.read(module.resolve("results/result.json"));

    for (String document : List.of("README.md", "../README.md")) {
      Path file = module.resolve(document);
      assertEquals(report.updated(file), Files.readString(file), document + REMEDY);
    }
    assertTrue(Files.readString(module.resolve("../README.md")).contains("<!-- figures -->\n"));
    assertEquals(
        report.chart(), Files.readString(module.resolve("results/chart.svg")), "chart" + REMEDY);
  }

  @Test
  void shouldLeaveOutTablesWithoutRows() throws IOException {
    Path result = home.resolve("result.json");
    writeResult(result, Fixture.benchmark("Text.parseSortable", 20, 56));

    List<String> titles =
        Report.read(result).markdown().lines().filter(line -> line.startsWith("#")).toList();

    assertEquals(List.of("### Machine", "### All measurements", "#### Text"), titles);
  }

  @Test
  void shouldKnowTheVersionsOfThePeers() {
    Map<String, String> versions = Machine.current(new Load(0, 2, 0)).versions();

    for (Peer peer : Peer.values()) {
      if (!peer.artifact().isEmpty()) {
        assertTrue(versions.get(peer.artifact()).matches("[0-9].*"), peer::label);
      }
    }
  }

  private String report() throws IOException {
    Path result = home.resolve("result.json");
    writeResult(result, BENCHMARKS);
    return Report.read(result).markdown();
  }

  private static void writeResult(Path result, String... benchmarks) throws IOException {
    Files.writeString(result, Fixture.json(benchmarks));
    new Machine(Map.of("Processor", "A \"fast\" one"), Map.of("tsid-creator", "5.2.6"))
        .write(result);
  }
}
