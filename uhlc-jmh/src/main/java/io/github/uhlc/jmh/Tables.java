package io.github.uhlc.jmh;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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
    return String.format(
            "%d of %d are met, %d were not measured.\n\n",
            count(targets, Target.Verdict.MET),
            targets.size(),
            count(targets, Target.Verdict.NOT_MEASURED))
        + row("what", "ns", "B", "limit", "ratio", "")
        + row("---", "--:", "--:", "---", "--:", "---")
        + targets.stream()
            .filter(t -> t.verdict(results) != Target.Verdict.NOT_MEASURED)
            .map(this::target)
            .collect(Collectors.joining());
  }

  private long count(List<Target> targets, Target.Verdict verdict) {
    return targets.stream().filter(target -> target.verdict(results) == verdict).count();
  }

  private String target(Target target) {
    Measurement measured = results.find(target.benchmark()).orElseThrow();
    return row(
        target.what(),
        nanos(measured.nanos()),
        bytes(measured.bytes()),
        limit(target),
        target.nanos().isRatio() ? ratio(target.ratio(results).orElseThrow()) : "",
        (target.verdict(results) == Target.Verdict.MET ? "met" : "**missed**")
            + (target.isSteady(results) ? "" : ", unsteady"));
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
    return row("what", "version", "ns", "B", "increasing", "an id is")
        + row("---", "---", "--:", "--:", "---", "---")
        + Arrays.stream(Peer.values()).map(this::peer).collect(Collectors.joining());
  }

  private String peer(Peer peer) {
    return results
        .find(peer.benchmark())
        .map(
            measured ->
                row(
                    peer.label(),
                    machine.versions().getOrDefault(peer.artifact(), ""),
                    nanos(measured.nanos()),
                    bytes(measured.bytes()),
                    peer.monotonic(),
                    peer.facts()))
        .orElse("");
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
