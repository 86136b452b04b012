package io.github.uhlc.jmh;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The report in Markdown: the machine, the targets, the peers and the measurements. Immutable. */
final class Tables {
  private static final List<String> GROUPS =
      List.of("Floor", "Issue", "Receive", "Text", "Bytes", "Peers");
  private static final double NO_BYTES = 0.02;

  private final Results results;
  private final Machine machine;

  Tables(Results results, Machine machine) {
    this.results = results;
    this.machine = machine;
  }

  /** Returns all sections, with {@code chart} as the address of the chart. */
  String markdown(String chart) {
    return "### Machine\n\n"
        + machine()
        + "\n### Targets\n\n"
        + targets()
        + "\n### Peers\n\n![Nanoseconds per id, of uhlc and its peers]("
        + chart
        + ")\n\n"
        + peers()
        + "\n### All measurements\n"
        + groups();
  }

  private String machine() {
    String facts =
        machine.facts().entrySet().stream()
            .map(e -> "- " + e.getKey() + ": " + e.getValue() + '\n')
            .collect(Collectors.joining());
    return facts + "- JVM: " + results.settings() + '\n';
  }

  private String targets() {
    List<Target> targets = Target.all();
    long met = targets.stream().filter(t -> t.verdict(results) == Target.Verdict.MET).count();
    return String.format("%d of %d are met.\n\n", met, targets.size())
        + row("what", "ns", "B", "limit", "ratio", "")
        + row("---", "--:", "--:", "---", "--:", "---")
        + targets.stream().map(this::target).collect(Collectors.joining());
  }

  private String target(Target target) {
    Optional<Measurement> measured = results.find(target.benchmark());
    OptionalDouble ratio = target.ratio(results);
    return row(
        target.what(),
        measured.map(m -> nanos(m.nanos())).orElse(""),
        measured.map(m -> bytes(m.bytes())).orElse(""),
        limit(target),
        ratio.isPresent() && target.nanos().isRatio() ? ratio(ratio.getAsDouble()) : "",
        switch (target.verdict(results)) {
          case MET -> "met";
          case MISSED -> "**missed**";
          case NOT_MEASURED -> "not measured";
        });
  }

  private static String limit(Target target) {
    Limit nanos = target.nanos();
    String time =
        nanos.isRatio()
            ? number(nanos.factor()) + " × `" + nanos.baseline() + '`'
            : number(nanos.factor()) + " ns";
    String allocation =
        target
            .bytes()
            .map(
                bytes ->
                    bytes.isRatio()
                        ? ", as many B as `" + bytes.baseline() + '`'
                        : ", " + number(bytes.factor()) + " B")
            .orElse("");
    return time + allocation;
  }

  private String peers() {
    StringBuilder table = new StringBuilder();
    table.append(row("what", "version", "ns", "B", "increasing", "an id is"));
    table.append(row("---", "---", "--:", "--:", "---", "---"));
    for (Peer peer : Peer.values()) {
      Optional<Measurement> measured = results.find(peer.benchmark());
      table.append(
          row(
              peer.label(),
              machine.versions().getOrDefault(peer.artifact(), ""),
              measured.map(m -> nanos(m.nanos())).orElse(""),
              measured.map(m -> bytes(m.bytes())).orElse(""),
              peer.monotonic(),
              peer.facts()));
    }
    return table.toString();
  }

  private String groups() {
    return results.all().stream()
        .map(Measurement::group)
        .distinct()
        .sorted(Comparator.comparing(GROUPS::indexOf))
        .map(this::group)
        .collect(Collectors.joining());
  }

  private String group(String group) {
    return "\n#### "
        + group
        + "\n\n"
        + row("benchmark", "threads", "ns", "forks", "× nanoTime", "× floor", "B")
        + row("---", "--:", "--:", "--:", "--:", "--:", "--:")
        + results.all().stream()
            .filter(measurement -> measurement.group().equals(group))
            .map(this::measurement)
            .collect(Collectors.joining());
  }

  private String measurement(Measurement measured) {
    return row(
        '`' + measured.name() + '`',
        Integer.toString(measured.threads()),
        nanos(measured.nanos()),
        nanos(measured.lowNanos()) + '–' + nanos(measured.highNanos()),
        times(measured, "floorNanoTime"),
        times(measured, "floorNanoTimeAndCas"),
        bytes(measured.bytes()));
  }

  private String times(Measurement measured, String floor) {
    return results
        .find(measured.group() + '.' + floor)
        .map(found -> ratio(measured.nanos() / found.nanos()))
        .orElse("");
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** Nanoseconds with about three digits. */
  static String nanos(double nanos) {
    return format(nanos < 1 ? "%.3f" : nanos < 100 ? "%.1f" : "%.0f", nanos);
  }

  private static String bytes(double bytes) {
    if (Double.isNaN(bytes)) {
      return "";
    }
    return bytes < NO_BYTES ? "0" : format(bytes < 1 ? "%.2f" : "%.0f", bytes);
  }

  private static String ratio(double ratio) {
    return format("%.2f", ratio);
  }

  private static String number(double number) {
    return format("%s", number).replaceFirst("\\.0$", "");
  }

  private static String format(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}
