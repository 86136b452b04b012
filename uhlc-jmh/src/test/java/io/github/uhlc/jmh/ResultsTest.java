package io.github.uhlc.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {
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
  void shouldTellTheSettingsOnce() {
    Results results =
        Fixture.results(Fixture.benchmark("A.b", 1, 1), Fixture.benchmark("A.c", 1, 1));

    assertEquals(
        "VM 17+1 (JDK 17) with `-Xmx1g`: 3 forks, each of 5 iterations of 200 ms after 4 of 200 ms"
            + " to warm up",
        results.settings());
  }

  @Test
  void shouldRefuseOtherUnits() {
    Json json = Json.parse(Fixture.json(Fixture.benchmark("A.b", 1, 1)).replace("ns/op", "us/op"));

    Exception e = assertThrows(IllegalArgumentException.class, () -> Results.of(json));
    assertEquals("a report is on times of ns/op: unit=us/op", e.getMessage());
  }
}
