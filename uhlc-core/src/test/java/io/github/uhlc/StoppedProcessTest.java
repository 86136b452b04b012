package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.uhlc.fixture.ChildJvm;
import io.github.uhlc.fixture.StoppedChild;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A process that is stopped while a caller waits for its store: the stop is not the store's. */
@Tag("child-jvm")
@Timeout(60)
class StoppedProcessTest {
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGSTOP on Windows")
  void shouldNotCountTimeInWhichTheProcessWasStopped() throws Exception {
    Process child = ChildJvm.of(StoppedChild.class).start();
    try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII);
        OutputStream orders = child.getOutputStream()) {
      assertEquals("waiting", lines.readLine());
      signal("-STOP", child);
      long startNanos = System.nanoTime();
      long stopNanos = StoppedChild.PATIENCE.toNanos() * 3 / 2;
      while (System.nanoTime() - startNanos < stopNanos) {
        LockSupport.parkNanos(stopNanos);
      }
      signal("-CONT", child);
      assertEquals("twin: gave up", lines.readLine(), "else the stop has shown nothing");
      orders.write('\n');
      orders.flush();
      assertEquals("went on", lines.readLine());
      assertEquals(0, child.waitFor());
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private static void signal(String signal, Process process)
      throws IOException, InterruptedException {
    List<String> command = List.of("kill", signal, Long.toString(process.pid()));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }
}
