package io.github.uhlc.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A process that answers lines with lines.
 *
 * @param process the process
 * @param replies what it says
 */
public record Dialogue(Process process, BufferedReader replies) {
  public static Dialogue with(Process process) {
    return new Dialogue(process, process.inputReader(StandardCharsets.UTF_8));
  }

  public void send(String line) throws IOException {
    OutputStream in = process.getOutputStream();
    in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  /** Returns the next line that it says. */
  public String hear() throws IOException {
    String reply = replies.readLine();
    assertNotNull(reply, "the process ends");
    return reply;
  }

  public String ask(String line) throws IOException {
    send(line);
    return hear();
  }

  /**
   * Sends a signal to a process, or to a group if the number is negative; returns when a process
   * has stopped by {@code -STOP}.
   */
  public static void signal(String signal, long process) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", signal, "--", "" + process).inheritIO().start();
    assertEquals(0, kill.waitFor());
    if (signal.equals("-STOP")) {
      Await.until("it is stopped", () -> isStopped(process));
    }
  }

  private static boolean isStopped(long process) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc", "" + process, "task"))) {
      for (Path thread : threads.toList()) {
        if (!Files.readString(thread.resolve("status")).contains("\nState:\tT")) {
          return false;
        }
      }
    }
    return true;
  }
}
