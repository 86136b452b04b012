package io.github.uhlc.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsTest {
  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("result.json");
  }

  @Test
  void shouldTakeTheMedianOfTheMediansOfForks() {
    String rawData = "[[10, 999, 12], [20, 22, 1], [30, 31, 9000]]";

    Measurement measured =
        Fixture.results(Fixture.benchmark("Issue.newTime", "", rawData, 0, ""))
            .find("Issue.newTime")
            .orElseThrow();

    assertEquals(new Measurement("Issue", "newTime", 2, 20, 12, 31, 0), measured);
  }

  @Test
  void shouldTakeTheMeanOfTheTwoInTheMiddle() {
    assertEquals(2.5, Results.median(List.of(100.0, 2.0, 3.0, 1.0)));
  }

  @Test
  void shouldNameParameters() {
    Results results = Fixture.results(Fixture.benchmark("Floor.physicalClock", "SYSTEM", 20, 0));

    assertTrue(results.find("Floor.physicalClock[SYSTEM]").isPresent());
  }

  @Test
  void shouldKeepTheRolesOfAGroupOfThreads() {
    String roles = ", \"send\": {\"scoreUnit\": \"ns/op\", \"rawData\": [[7.0]]}";

    Results results = Fixture.results(Fixture.benchmark("Receive.mixed", "", "[[8]]", 1, roles));

    assertEquals(2, results.all().size());
    assertEquals(7, results.find("Receive.mixed:send").orElseThrow().nanos());
  }

  @Test
  void shouldGiveTheSettingsOnce() {
    Results results =
        Fixture.results(Fixture.benchmark("A.b", 1, 1), Fixture.benchmark("A.c", 1, 1));

    assertEquals(
        "VM 17+1 (JDK 17) with `-Xmx1g`: 3 forks, each of 5 iterations of 200 ms after 4 of 200 ms"
            + " to warm up",
        results.settings());
  }

  @Test
  void shouldRefuseOtherUnits() throws IOException {
    String json = Fixture.json(Fixture.benchmark("A.b", 1, 1)).replace("ns/op", "us/op");

    assertEquals(
        "the file has another unit, it must be ns/op: unit=us/op, path=" + file, refusal(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "1",
        "[1]",
        "[null]",
        "[{}]",
        "[",
        "[{\"benchmark\": \"a.B.c\"}]",
        "[{\"benchmark\":\"a.B.c\",\"jvmArgs\":[],\"secondaryMetrics\":{},"
            + "\"primaryMetric\":{\"scoreUnit\":\"ns/op\",\"rawData\":[[null]]}}]",
        "[{\"benchmark\":\"a.B.c\",\"jvmArgs\":[],\"secondaryMetrics\":{\"x\":null},"
            + "\"primaryMetric\":{\"scoreUnit\":\"ns/op\",\"rawData\":[[1]]}}]",
      })
  void shouldRefuseWhatNoRunHasWritten(String json) throws IOException {
    String message = refusal(json);

    assertTrue(message.startsWith("the file is not what a run has written: path=" + file), message);
    assertFalse(message.contains("io.github"), message);
  }

  @Test
  void shouldRefuseAFileWithoutResults() throws IOException {
    assertEquals("the file has no results, it must have one or more: path=" + file, refusal("[]"));
  }

  @Test
  void shouldSayInWhichLineTheJsonIsWrong() throws IOException {
    assertTrue(refusal("[\n{\n,").endsWith(", line=3"));
  }

  @Test
  void shouldRefuseBytesThatAreNotText() throws IOException {
    Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE});

    Exception e = assertThrows(IOException.class, () -> Results.read(file));
    assertEquals("the file is not text in UTF-8: path=" + file, e.getMessage());
  }

  private String refusal(String json) throws IOException {
    Files.writeString(file, json);
    return assertThrows(IOException.class, () -> Results.read(file)).getMessage();
  }
}
