package io.github.uhlc.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final String FIRST =
      "  1.0 s        1,234 events          567 messages          89 refused";
  private static final String SECOND =
      " 60.0 s   12,345,678 events    2,345,678 messages     345,678 refused";

  @Test
  void shouldRewriteOneLineOnATerminal() {
    assertEquals("\r" + FIRST + "\r" + SECOND + System.lineSeparator() + "next", printed(true));
  }

  @Test
  void shouldPrintALineEachTimeElsewhere() {
    assertEquals(
        FIRST + System.lineSeparator() + SECOND + System.lineSeparator() + "next", printed(false));
  }

  private static String printed(boolean terminal) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    Progress progress = new Progress(out, terminal);
    progress.show(Duration.ofSeconds(1), new NodeCounts(1_234, 567, 89, 0));
    progress.show(Duration.ofMillis(59_999), new NodeCounts(12_345_678, 2_345_678, 345_678, 1));
    progress.end();
    progress.end();
    out.print("next");
    return text.toString();
  }
}
