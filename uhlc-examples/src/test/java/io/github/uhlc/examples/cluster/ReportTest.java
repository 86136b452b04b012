package io.github.uhlc.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.uhlc.examples.cluster.Findings.Rule;
import io.github.uhlc.examples.cluster.Findings.Violation;
import io.github.uhlc.examples.cluster.Node.Counts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void shouldSayWhatIsGoingToHappen() {
    assertEquals(
        """
        4 nodes, a process each, talk over TCP for 3 s; their max-delta is 500 ms.
        Their wall clocks are off by 0, +150, -150, +2,000 ms; all have to refuse what node 4 sends.
        """,
        text(Report.heading(new Scenario(3, 4, Duration.ofMillis(150)))));
  }

  @Test
  void shouldSayHowFarTheRunIs() {
    assertEquals(
        "  1.0 s        1,234 events          567 messages          89 refused",
        Report.progress(Duration.ofSeconds(1), new Counts(1_234, 567, 89, 0)));
    assertEquals(
        " 60.0 s   12,345,678 events    2,345,678 messages     345,678 refused",
        Report.progress(Duration.ofMillis(59_999), new Counts(12_345_678, 2_345_678, 345_678, 1)));
  }

  @Test
  void shouldAlignNumbers() {
    Event event = Event.parse("ask\twork\t5\t7/ab\t-");
    List<Violation> violations =
        List.of(
            new Violation(Rule.CAUSE_FIRST, event),
            new Violation(Rule.CAUSE_FIRST, event),
            new Violation(Rule.UNIQUE, event));
    Duration lead = Duration.ofNanos(299_873_499);
    Findings findings =
        new Findings(
            1_234_567, 45_678, 40_000, 1_000_000, 5_000, 12_345, 12_343, 1, lead, violations);

    assertEquals(
        """
        events                                         1,234,567
        messages                                          45,678
        messages per second                               15,220
        pairs of cause and effect                      1,000,000
        effects before their causes, by wall clock         5,000
        effects before their causes, by timestamp              2
        duplicate timestamps                                   1
        messages of node 4 refused                        12,343 of 12,344
        messages of node 4 late and so accepted                1
        largest lead over the physical clock             299.873 ms
        malformed frames dropped                              17
        """,
        text(Report.numbers(findings, 17, 4, Duration.ofMillis(3_001))));
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }
}
