package io.github.uhlc.jmh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Small results, in the form that JMH writes. */
final class Fixture {
  private Fixture() {}

  static Results results(String... benchmarks) {
    try {
      Path file = Files.createTempFile("uhlc-jmh", ".json");
      try {
        return Results.read(Files.writeString(file, json(benchmarks)));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String json(String... benchmarks) {
    return Arrays.stream(benchmarks).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  /** One fork of one iteration. */
  static String benchmark(String name, double nanos, double bytes) {
    return benchmark(name, "", String.format(Locale.ROOT, "[[%s]]", nanos), bytes, "");
  }

  /** As {@link #benchmark(String, double, double)}, with a parameter. */
  static String benchmark(String name, String parameter, double nanos, double bytes) {
    return benchmark(
        name,
        "\"params\": {\"p\": \"" + parameter + "\"},",
        String.format(Locale.ROOT, "[[%s]]", nanos),
        bytes,
        "");
  }

  static String benchmark(
      String name, String params, String rawData, double bytes, String secondaries) {
    return String.format(
        Locale.ROOT,
        """
        {
          "jmhVersion": "1.37", "benchmark": "io.github.uhlc.jmh.%s", "mode": "avgt",
          "threads": 2, "forks": 3, "jvm": "java", "jvmArgs": ["-Xmx1g"],
          "jdkVersion": "17", "vmName": "VM", "vmVersion": "17+1",
          "warmupIterations": 4, "warmupTime": "200 ms",
          "measurementIterations": 5, "measurementTime": "200 ms",
          %s
          "primaryMetric": {"score": 0, "scoreUnit": "ns/op", "rawData": %s},
          "secondaryMetrics": {
            "gc.alloc.rate.norm": {"scoreUnit": "B/op", "rawData": [[%s]]},
            "gc.count": {"scoreUnit": "counts", "rawData": [[1.0]]}%s
          }
        }
        """,
        name,
        params,
        rawData,
        bytes,
        secondaries);
  }
}
