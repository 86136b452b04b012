package io.github.uhlc.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
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

    assertTrue(report.contains("\n2 of 29 are met, 26 were not measured.\n"), report);
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
    writeResult(result);
    Files.writeString(document, "before\n" + Report.BEGIN + "old\n" + Report.END + "after\n");

    Report.read(result).write(document);
    String once = Files.readString(document);
    Report.read(result).write(document);

    assertEquals(once, Files.readString(document));
    assertTrue(once.startsWith("before\n" + Report.BEGIN + "\n### Machine\n"), once);
    assertTrue(once.endsWith("|\n\n" + Report.END + "after\n"), once);
    assertTrue(once.contains("](results/chart.svg)"), once);
    assertFalse(once.contains("old"), once);
    assertTrue(Files.exists(home.resolve("results/chart.svg")));
  }

  @Test
  void shouldRefuseADocumentWithoutMarks() {
    assertThrows(
        IllegalArgumentException.class, () -> Report.insert("text\n" + Report.BEGIN, "tables"));
    assertThrows(
        IllegalArgumentException.class, () -> Report.insert(Report.END + Report.BEGIN, "tables"));
  }

  @Test
  void shouldKnowTheVersionsOfThePeers() {
    Map<String, String> versions = Machine.current().versions();

    for (Peer peer : Peer.values()) {
      if (!peer.artifact().isEmpty()) {
        assertTrue(versions.get(peer.artifact()).matches("[0-9].*"), peer::label);
      }
    }
  }

  private String report() throws IOException {
    Path result = home.resolve("result.json");
    writeResult(result);
    return Report.read(result).markdown();
  }

  private static void writeResult(Path result) throws IOException {
    Files.writeString(result, Fixture.json(BENCHMARKS));
    new Machine(Map.of("Processor", "A \"fast\" one"), Map.of("tsid-creator", "5.2.6"))
        .write(result);
  }
}
