package io.github.uhlc.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final String END = System.lineSeparator();

  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text);

  @Test
  void shouldRewriteOneLineOnATerminalAndCoverWhatItOverwrites() {
    print(new Progress(out, true));

    assertEquals("\rfirst one\rsecond   \rx     " + END + "next", text.toString());
  }

  @Test
  void shouldPrintALineEachTimeElsewhere() {
    print(new Progress(out, false));

    assertEquals("first one" + END + "second" + END + "x" + END + "next", text.toString());
  }

  @Test
  void shouldNotCoverALineThatHasEnded() {
    Progress progress = new Progress(out, true);
    progress.show("a long one");
    progress.end();
    progress.show("x");

    assertEquals("\ra long one" + END + "\rx", text.toString());
  }

  @Test
  void shouldMakeNoLineBeforeItsTime() {
    Progress progress = new Progress(out, false);
    progress.show("x");
    progress.tick(() -> fail("a second has not passed"));

    assertEquals("x" + END, text.toString());
  }

  private void print(Progress progress) {
    progress.show("first one");
    progress.show("second");
    progress.show("x");
    progress.end();
    progress.end();
    out.print("next");
  }
}
