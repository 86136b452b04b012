package io.github.uhlc.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs every benchmark for a moment, so that the assertions of the set-ups are made. */
class SmokeTest {
  private static final TimeValue MOMENT = TimeValue.milliseconds(5);

  @TempDir private Path directory;

  static Stream<Class<?>> groups() {
    return Stream.of(
        Floor.class,
        Issue.class,
        Receive.class,
        Text.class,
        Bytes.class,
        Oracle.class,
        Peers.class);
  }

  @ParameterizedTest
  @MethodSource("groups")
  void shouldRunEveryBenchmark(Class<?> group) throws RunnerException {
    Collection<RunResult> results = new Runner(options(group.getName() + '.').build()).run();

    assertFalse(results.isEmpty());
    for (RunResult result : results) {
      assertEquals("ns/op", result.getPrimaryResult().getScoreUnit());
    }
  }

  @Test
  void shouldRefuseAnotherNumberOfThreads() {
    Runner runner = new Runner(options("Floor.cas").threads(2).build());

    assertThrows(RunnerException.class, runner::run);
  }

  private ChainedOptionsBuilder options(String include) {
    return new OptionsBuilder()
        .include(include.replace(".", "\\."))
        .output(directory.resolve("output.txt").toString())
        .forks(0)
        .warmupIterations(0)
        .measurementIterations(1)
        .measurementTime(MOMENT)
        .syncIterations(false)
        .shouldFailOnError(true);
  }
}
