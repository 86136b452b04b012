package io.github.uhlc.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.annotations.Benchmark;

class TargetTest {
  private static final Target TARGET =
      new Target(
          "what",
          "A.measured",
          Target.Limit.times(1.5, "A.base"),
          Optional.of(Target.Limit.times(1, "A.base")));

  @ParameterizedTest
  @CsvSource({
    "30, 24, MET",
    "30, 24.04, MET",
    "30, 24.1, MISSED",
    "30.1, 24, MISSED",
    "1, 0, MET",
  })
  void shouldHoldUpToItsLimits(double nanos, double bytes, Target.Verdict expected) {
    Results results =
        Fixture.results(
            Fixture.benchmark("A.base", 20, 24), Fixture.benchmark("A.measured", nanos, bytes));

    assertEquals(expected, TARGET.verdict(results));
    assertEquals(nanos / 20, TARGET.ratio(results).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.1, MET", "0.51, 0.1, MISSED", "0.5, 0.2, MISSED"})
  void shouldCompareWithNumbers(double nanos, double bytes, Target.Verdict expected) {
    Target target =
        new Target("what", "A.measured", Target.Limit.of(0.5), Optional.of(Target.Limit.of(0.1)));

    assertEquals(
        expected, target.verdict(Fixture.results(Fixture.benchmark("A.measured", nanos, bytes))));
  }

  @ParameterizedTest
  @CsvSource({"100, 114, 10, 10, true", "100, 116, 10, 10, false", "10, 10, 100, 116, false"})
  void shouldTellWhatIsUnsteady(
      String low, String high, String baseLow, String baseHigh, boolean expected) {
    Results results =
        Fixture.results(forks("A.measured", low, high), forks("A.base", baseLow, baseHigh));

    assertEquals(expected, TARGET.isSteady(results));
  }

  private static String forks(String name, String low, String high) {
    return Fixture.benchmark(name, "", "[[" + low + "], [" + high + "]]", 0, "");
  }

  @Test
  void shouldTellWhatWasNotMeasured() {
    Results noBase = Fixture.results(Fixture.benchmark("A.measured", 1, 1));
    Results noMeasured = Fixture.results(Fixture.benchmark("A.base", 1, 1));

    assertEquals(Target.Verdict.NOT_MEASURED, TARGET.verdict(noBase));
    assertEquals(Target.Verdict.NOT_MEASURED, TARGET.verdict(noMeasured));
    assertTrue(TARGET.ratio(noMeasured).isEmpty());
  }

  @Test
  void shouldBeAboutBenchmarksThatThereAre() {
    Set<String> benchmarks =
        SmokeTest.groups().flatMap(TargetTest::benchmarks).collect(Collectors.toSet());
    List<String> keys =
        Target.all().stream()
            .flatMap(
                target ->
                    Stream.of(
                        target.benchmark(),
                        target.nanos().baseline(),
                        target.bytes().map(Target.Limit::baseline).orElse("")))
            .filter(key -> !key.isEmpty())
            .map(key -> key.replaceFirst("\\[.*", ""))
            .toList();

    assertTrue(benchmarks.containsAll(keys), () -> keys + " of " + benchmarks);
  }

  @Test
  void shouldCompareWithEveryPeerThatIsMonotonic() {
    long peers =
        Target.all().stream().filter(t -> t.nanos().baseline().startsWith("Peers.")).count();

    assertEquals(Peer.values().length - 3, peers);
  }

  private static Stream<String> benchmarks(Class<?> group) {
    return Arrays.stream(group.getMethods())
        .filter(method -> method.isAnnotationPresent(Benchmark.class))
        .map(Method::getName)
        .map(name -> group.getSimpleName() + '.' + name);
  }
}
