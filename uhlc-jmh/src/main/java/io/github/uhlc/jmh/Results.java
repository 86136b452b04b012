package io.github.uhlc.jmh;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The measurements of one run, read from the JSON that JMH writes. Immutable. */
final class Results {
  private static final String UNIT = "ns/op";
  private static final String ALLOCATION = "gc.alloc.rate.norm";

  private final Map<String, Measurement> measurements;
  private final String settings;

  /**
   * Reads the benchmarks of a run.
   *
   * @param json an array, as of {@code -rf json}
   * @throws IllegalArgumentException if it is something else, or has other units than ns/op
   */
  static Results of(Json json) {
    Map<String, Measurement> measurements = new LinkedHashMap<>();
    List<String> settings = new ArrayList<>();
    for (Json benchmark : json.elements()) {
      for (Measurement measurement : measurements(benchmark)) {
        measurements.put(measurement.key(), measurement);
      }
      settings.add(settings(benchmark));
    }
    return new Results(
        measurements, settings.stream().distinct().collect(Collectors.joining("; ")));
  }

  private Results(Map<String, Measurement> measurements, String settings) {
    this.measurements = measurements;
    this.settings = settings;
  }

  /** The measurement with the given key, if it is of this run. */
  Optional<Measurement> find(String key) {
    return Optional.ofNullable(measurements.get(key));
  }

  /** All measurements, in the order of the run. */
  Collection<Measurement> all() {
    return measurements.values();
  }

  /** The JVM, its arguments, and how often and how long was measured. */
  String settings() {
    return settings;
  }

  /** The middle of some numbers, or the mean of the two in the middle. */
  static double median(List<Double> numbers) {
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** One measurement; for roles of different threads, that of both and one of each. */
  private static List<Measurement> measurements(Json benchmark) {
    String method = benchmark.get("benchmark").string();
    int nameStart = method.lastIndexOf('.') + 1;
    int groupStart = method.lastIndexOf('.', nameStart - 2) + 1;
    String group = method.substring(groupStart, nameStart - 1);
    String name = method.substring(nameStart) + parameters(benchmark);
    Json secondary = benchmark.get("secondaryMetrics");
    double bytes =
        secondary
            .find(ALLOCATION)
            .map(Results::forkMedians)
            .map(Results::median)
            .orElse(Double.NaN);
    int threads = (int) benchmark.get("threads").number();
    List<Measurement> found = new ArrayList<>();
    found.add(measurement(group, name, threads, benchmark.get("primaryMetric"), bytes));
    secondary
        .members()
        .forEach(
            (role, metric) -> {
              if (metric.get("scoreUnit").string().equals(UNIT)) {
                found.add(measurement(group, name + ':' + role, threads, metric, Double.NaN));
              }
            });
    return found;
  }

  private static Measurement measurement(
      String group, String name, int threads, Json metric, double bytes) {
    String unit = metric.get("scoreUnit").string();
    if (!unit.equals(UNIT)) {
      throw new IllegalArgumentException("a report is on times of ns/op: unit=" + unit);
    }
    List<Double> forks = forkMedians(metric);
    return new Measurement(
        group,
        name,
        threads,
        median(forks),
        forks.stream().reduce(Math::min).orElseThrow(),
        forks.stream().reduce(Math::max).orElseThrow(),
        bytes);
  }

  private static List<Double> forkMedians(Json metric) {
    return metric.get("rawData").elements().stream()
        .map(fork -> median(fork.elements().stream().map(Json::number).toList()))
        .toList();
  }

  private static String parameters(Json benchmark) {
    return benchmark
        .find("params")
        .map(Json::members)
        .map(
            params ->
                params.values().stream()
                    .map(Json::string)
                    .collect(Collectors.joining(",", "[", "]")))
        .orElse("");
  }

  private static String settings(Json benchmark) {
    String jvmArgs =
        benchmark.get("jvmArgs").elements().stream()
            .map(Json::string)
            .collect(Collectors.joining(" "));
    return String.format(
        "%s %s (JDK %s) with `%s`: %.0f forks, each of %.0f iterations of %s after %.0f of %s to"
            + " warm up",
        benchmark.get("vmName").string(),
        benchmark.get("vmVersion").string(),
        benchmark.get("jdkVersion").string(),
        jvmArgs,
        benchmark.get("forks").number(),
        benchmark.get("measurementIterations").number(),
        benchmark.get("measurementTime").string(),
        benchmark.get("warmupIterations").number(),
        benchmark.get("warmupTime").string());
  }
}
