package io.github.uhlc.examples.cluster;

import io.github.uhlc.examples.cluster.Findings.Rule;
import io.github.uhlc.examples.cluster.Node.Counts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the main job prints: the heading before the run and the numbers after it. */
final class Report {
  private Report() {}

  /** What is going to happen. */
  static List<String> heading(Scenario scenario) {
    List<String> offsets =
        scenario.offsets().stream()
            .map(offset -> format("%+,d", offset.toMillis()).replaceFirst("^\\+0$", "0"))
            .toList();
    return List.of(
        format(
            "%d nodes, a process each, talk over TCP for %d s; their max-delta is %,d ms.",
            scenario.nodes(), scenario.seconds(), Scenario.MAX_DELTA.toMillis()),
        format(
            "Their wall clocks are off by %s ms; all have to refuse what node %d sends.",
            String.join(", ", offsets), scenario.nodes()));
  }

  /** How far the run is. */
  static String progress(Duration elapsed, Counts counts) {
    return format(
        "%5.1f s  %,11d events  %,11d messages  %,10d refused",
        elapsed.toMillis() / 1e3, counts.events(), counts.messages(), counts.refused());
  }

  /**
   * The numbers.
   *
   * @param findings what the check has found
   * @param malformed malformed frames dropped
   * @param rogue the number of the rogue
   * @param ran how long the nodes talked
   */
  static List<String> numbers(Findings findings, long malformed, int rogue, Duration ran) {
    long perSecond = findings.messages() * 1000 / Math.max(1, ran.toMillis());
    String ofRogue = "messages of node " + rogue;
    long inTime = findings.rogueMessages() - findings.rogueLate();
    List<String> lines = new ArrayList<>();
    lines.add(line("events", findings.events()));
    lines.add(line("messages", findings.messages()));
    lines.add(line("messages per second", perSecond));
    lines.add(line("pairs of cause and effect", findings.pairs()));
    lines.add(line("effects before their causes, by wall clock", findings.earlyByWallClock()));
    lines.add(line("effects before their causes, by timestamp", findings.count(Rule.CAUSE_FIRST)));
    lines.add(line("duplicate timestamps", findings.count(Rule.UNIQUE)));
    lines.add(line(ofRogue + " refused", findings.rogueRefused()) + format(" of %,d", inTime));
    if (findings.rogueLate() > 0) {
      lines.add(line(ofRogue + " late and so accepted", findings.rogueLate()));
    }
    lines.add(format("%-44s%,12.3f ms", "largest lead over the physical clock", lead(findings)));
    lines.add(line("malformed frames dropped", malformed));
    return lines;
  }

  private static double lead(Findings findings) {
    return findings.largestLead().toNanos() / 1e6;
  }

  private static String line(String label, long number) {
    return format("%-44s%,12d", label, number);
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
