package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.uhlc.fixture.ChildJvm;
import io.github.uhlc.fixture.FullHeapChild;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A durable clock in a heap that is full for a while: it goes on when there is memory again. */
@Tag("child-jvm")
@Timeout(60)
class FullHeapTest {
  @Test
  void shouldGoOnWhenThereIsMemoryAgain() throws Exception {
    ProcessBuilder command = ChildJvm.of(FullHeapChild.class);
    command.command().add(1, "-Xmx16m");
    // Threads of the clock that end for want of memory say so; the child's last words count.
    Process child = command.redirectErrorStream(true).start();
    try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
      List<String> said = lines.lines().toList();
      assertEquals("went on", said.isEmpty() ? "" : said.get(said.size() - 1), said::toString);
    } finally {
      child.destroyForcibly().waitFor();
    }
  }
}
