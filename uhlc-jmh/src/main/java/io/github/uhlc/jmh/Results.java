package io.github.uhlc.jmh;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The measurements of one run, read from the JSON that JMH writes. Immutable. */
final class Results {
  /** Reads and writes the JSON of this package. */
  static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final String UNIT = "ns/op";
  private static final String ALLOCATION = "gc.alloc.rate.norm";

  private final Map<String, Measurement> measurements = new LinkedHashMap<>();
  private final String settings;

  /** What JMH writes of one benchmark, as far as it is read here. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Run(
      String benchmark,
      int threads,
      int forks,
      List<String> jvmArgs,
      String jdkVersion,
      String vmName,
      String vmVersion,
      int warmupIterations,
      String warmupTime,
      int measurementIterations,
      String measurementTime,
      Map<String, String> params,
      Metric primaryMetric,
      Map<String, Metric> secondaryMetrics) {
    Run {
      requireNonNull(benchmark);
      requireNonNull(jvmArgs);
      requireNonNull(primaryMetric);
      secondaryMetrics.values().forEach(Objects::requireNonNull);
      params = params == null ? Map.of() : params;
    }
  }

  /** The values of one quantity, of each fork and iteration. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Metric(String scoreUnit, List<List<Double>> rawData) {
    Metric {
      requireNonNull(scoreUnit);
      rawData = rawData.stream().map(List::copyOf).toList();
    }

    private List<Double> forkMedians() {
      return rawData.stream().map(Results::median).toList();
    }
  }

  /**
   * Reads the result of a run.
   *
   * @param file what JMH has written with {@code -rf json}
   * @throws IOException if it cannot be read, is something else, or has other units than ns/op
   */
  static Results read(Path file) throws IOException {
    Run[] runs = readJson(file, Run[].class);
    if (runs.length == 0) {
      throw new IOException("the file has no results, it must have one or more: path=" + file);
    }
    if (Arrays.asList(runs).contains(null)) {
      throw otherJson(file, "");
    }
    return new Results(file, runs);
  }

  /** Reads a file as text. The messages name the file, which those of the JDK do not always. */
  static String readText(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("the path is a directory, it must be a file: path=" + file);
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IOException("the file is not text in UTF-8: path=" + file, e);
    }
  }

  /** Reads a file as a value of the given type. */
  static <T> T readJson(Path file, Class<T> type) throws IOException {
    try {
      T value = JSON.readValue(readText(file), type);
      if (value != null) {
        return value;
      }
    } catch (JsonProcessingException e) {
      JsonLocation location = e.getLocation();
      throw otherJson(file, location == null ? "" : ", line=" + location.getLineNr());
    }
    throw otherJson(file, "");
  }

  private static IOException otherJson(Path file, String line) {
    return new IOException("the file is not what a run has written: path=" + file + line);
  }

  private Results(Path file, Run[] runs) throws IOException {
    for (Run run : runs) {
      add(run, file);
    }
    settings =
        Arrays.stream(runs).map(Results::settings).distinct().collect(Collectors.joining("; "));
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

  /** The middle of some numbers, or the mean of the two in the middle; NaN if there are none. */
  static double median(List<Double> numbers) {
    if (numbers.isEmpty()) {
      return Double.NaN;
    }
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Adds the measurement of a run; for roles of different threads, that of both and of each. */
  private void add(Run run, Path file) throws IOException {
    if (!run.primaryMetric.scoreUnit.equals(UNIT)) {
      throw new IOException(
          "the file has another unit, it must be ns/op: unit="
              + run.primaryMetric.scoreUnit
              + ", path="
              + file);
    }
    List<String> names = Arrays.asList(run.benchmark.split("\\."));
    String group = names.size() < 2 ? "" : names.get(names.size() - 2);
    String name = names.get(names.size() - 1) + parameters(run);
    double bytes =
        Optional.ofNullable(run.secondaryMetrics.get(ALLOCATION))
            .map(metric -> median(metric.forkMedians()))
            .orElse(Double.NaN);
    add(group, name, run.threads, run.primaryMetric, bytes);
    run.secondaryMetrics.forEach(
        (role, metric) -> {
          if (metric.scoreUnit.equals(UNIT)) {
            add(group, name + ':' + role, run.threads, metric, Double.NaN);
          }
        });
  }

  private void add(String group, String name, int threads, Metric metric, double bytes) {
    List<Double> forks = metric.forkMedians();
    Measurement measurement =
        new Measurement(
            group,
            name,
            threads,
            median(forks),
            forks.stream().reduce(Math::min).orElse(Double.NaN),
            forks.stream().reduce(Math::max).orElse(Double.NaN),
            bytes);
    measurements.put(measurement.key(), measurement);
  }

  private static String parameters(Run run) {
    return run.params.isEmpty() ? "" : '[' + String.join(",", run.params.values()) + ']';
  }

  private static String settings(Run run) {
    return String.format(
        Locale.ROOT,
        "%s %s (JDK %s) with `%s`: %d forks, each of %d iterations of %s after %d of %s to"
            + " warm up",
        run.vmName,
        run.vmVersion,
        run.jdkVersion,
        String.join(" ", run.jvmArgs),
        run.forks,
        run.measurementIterations,
        run.measurementTime,
        run.warmupIterations,
        run.warmupTime);
  }
}
