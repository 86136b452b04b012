package io.github.uhlc.jmh;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The report in Markdown: the machine, the targets, the peers and the measurements. Immutable. */
final class Tables {
  /** The groups, in the order of the report. */
  static final List<String> GROUPS =
      List.of("Floor", "Issue", "Receive", "Text", "Bytes", "Oracle", "Peers");

  private static final double NO_BYTES = 0.02;

  private final Results results;
  private final Machine machine;

  Tables(Results results, Machine machine) {
    this.results = results;
    this.machine = machine;
  }

  /** Returns the sections that have rows. */
  String markdown() {
    return markdown("");
  }

  /** Returns the sections that have rows, with the chart at the given address. */
  String markdownWithChart(String address) {
    return markdown("![Speed of uhlc and its peers](" + address + ")\n\n");
  }

  private String markdown(String chart) {
    String peers = peers();
    return section("Machine", machine())
        + section("Targets", targets())
        + (peers.isEmpty() ? "" : section("Peers", chart + figures().orElse("") + peers))
        + section("All measurements", groups());
  }

  private static String section(String title, String body) {
    return body.isEmpty() ? "" : "### " + title + "\n\n" + body + '\n';
  }

  /** Returns the figures in sentences, with an empty line after them, if they were measured. */
  Optional<String> figures() {
    List<Measurement> measured =
        Stream.of(
                Peer.UHLC.benchmark(),
                Peer.UHLC_TIME.benchmark(),
                "Peers.floorNanoTimeAndCas",
                "Peers.floorNanoTime")
            .flatMap(key -> results.find(key).stream())
            .toList();
    if (measured.size() < 4) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            """
            `newTimestamp()` takes %s; `newTime()` takes %s.
            Their floor, reading `System.nanoTime()` and one compare-and-set, takes %s ns; the\
             reading alone takes %s ns.

            """,
            cost(measured.get(0)),
            cost(measured.get(1)),
            nanos(measured.get(2).nanos()),
            nanos(measured.get(3).nanos())));
  }

  private static String cost(Measurement measured) {
    String bytes = bytes(measured.bytes());
    return nanos(measured.nanos())
        + " ns and allocates "
        + (bytes.equals("0") ? "nothing" : bytes + " bytes");
  }

  private String machine() {
    String facts =
        machine.facts().entrySet().stream()
            .map(e -> "- " + e.getKey() + ": " + e.getValue() + '\n')
            .collect(Collectors.joining());
    return facts + (results.settings().isEmpty() ? "" : "- JVM: " + results.settings() + '\n');
  }

  private String targets() {
    List<Target> measured =
        Target.all().stream()
            .filter(target -> target.verdict(results) != Target.Verdict.NOT_MEASURED)
            .toList();
    if (measured.isEmpty()) {
      return "";
    }
    int others = Target.all().size() - measured.size();
    return String.format(Locale.ROOT, "%d of %d are met", countMet(measured), measured.size())
        + (others == 0 ? "" : ", " + others + " others were not measured")
        + ".\n\n"
        + table(
            measured.stream().map(this::target).toList(),
            row("what", "ns", "B", "limit", "ratio", ""),
            row("---", "--:", "--:", "---", "--:", "---"));
  }

  /** Joins rows below a header, or nothing if there are none. */
  private static String table(List<String> rows, String header, String alignment) {
    return rows.isEmpty() ? "" : header + alignment + String.join("", rows);
  }

  private long countMet(List<Target> targets) {
    return targets.stream().filter(t -> t.verdict(results) == Target.Verdict.MET).count();
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
    Target.Limit nanos = target.nanos();
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
    return table(
        Arrays.stream(Peer.values()).flatMap(peer -> peer(peer).stream()).toList(),
        row("what", "version", "ns", "B", "increasing", "an id is"),
        row("---", "---", "--:", "--:", "---", "---"));
  }

  private Optional<String> peer(Peer peer) {
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
                    peer.facts()));
  }

  private String groups() {
    return results.all().stream()
        .map(Measurement::group)
        .distinct()
        .sorted(Comparator.comparing(GROUPS::indexOf))
        .map(this::group)
        .collect(Collectors.joining("\n"));
  }

  private String group(String group) {
    return "#### "
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
