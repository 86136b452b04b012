package io.github.uhlc.examples.store;

import io.github.uhlc.examples.store.Findings.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a run prints: the heading before and the numbers after it. */
final class StoreReport {
  private StoreReport() {}

  /** What is going to happen. */
  static List<String> heading(Plan plan) {
    String offsets =
        plan.all().stream()
            .map(node -> format("%+,d", plan.offset(node).toMillis()).replaceFirst("^\\+0$", "0"))
            .collect(Collectors.joining(", "));
    return List.of(
        format(
            "%d nodes, each a process with a SQLite database, keep a map of %d keys.",
            plan.nodes(), Plan.KEYS),
        format(
            "%d clients read a key at one node and write it at another; seed %d.",
            Plan.CLIENTS, plan.seed()),
        format(
            "The wall clocks are off by %s ms; max-delta is %,d ms.",
            offsets, Plan.MAX_DELTA.toMillis()));
  }

  /**
   * The numbers.
   *
   * @param findings what was found
   * @param restarts how many nodes were killed
   * @param merged entries that nodes took over from each other
   * @param malformed malformed frames
   * @param replicas the digest of each node
   */
  static List<String> numbers(
      Findings findings, int restarts, long merged, long malformed, List<String> replicas) {
    List<String> lines = new ArrayList<>();
    lines.add(line("nodes", replicas.size()));
    lines.add(line("nodes killed and restarted", restarts));
    lines.add(line("writes acknowledged", findings.acknowledged()));
    lines.add(
        line("writes cut off by a kill", findings.unanswered())
            + format(", %d took effect", findings.survived()));
    lines.add(line("entries merged from other nodes", merged));
    lines.add(line("conflicts (written without seeing each other)", findings.conflicts()));
    lines.add(line("malformed frames", malformed));
    lines.add(
        format(
            "%-56s%,8d ms",
            "largest lead of a restarted node over its wall clock",
            findings.largestLead().toMillis()));
    lines.add(line("timestamps repeated", findings.count(Rule.UNIQUE)));
    lines.add(
        line("writes lost to what they come after, by wall clock", findings.lostByWallClock()));
    lines.add(
        line("writes lost to what they come after, by timestamp", findings.count(Rule.CAUSAL)));
    lines.add(
        line(
                "keys left with an overwritten value, by wall clock",
                findings.overwrittenByWallClock())
            + format(" of %d", findings.keys()));
    lines.add(line("replicas that differ", replicas.stream().distinct().count() - 1));
    lines.add(format("%-48s%16s", "digest of all replicas", replicas.get(0)));
    return lines;
  }

  private static String line(String label, long number) {
    return format("%-56s%,8d", label, number);
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
