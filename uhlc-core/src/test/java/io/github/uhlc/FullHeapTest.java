package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.uhlc.fixture.ChildJvm;
import io.github.uhlc.fixture.FullHeapChild;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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
    Map<String, String> environment = command.environment();
    environment.put("JAVA_TOOL_OPTIONS", "-Xmx16m");
    // That the options are picked up is said on the error output, as are uncaught errors.
    command.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process child = command.start();
    try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
      assertEquals("went on", lines.readLine());
    } finally {
      child.destroyForcibly().waitFor();
    }
  }
}
