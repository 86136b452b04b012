package io.github.uhlc.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** The process of a node, as its parent sees it: a line is said to it, and it says lines. */
public final class NodeProcess {
  private static final Duration END_LIMIT = Duration.ofSeconds(5);

  private final int number;
  private final Process process;
  private final Path errors;

  /**
   * A line of a node's output.
   *
   * @param node the node
   * @param line the line, nothing at the end of the output
   */
  public record Reply(NodeProcess node, Optional<String> line) {}

  /**
   * Starts a node.
   *
   * @param number the number of the node, 1 for the first
   * @param builder the process, as of {@link Program#process}
   * @param errors the file for the process's standard error
   * @param replies where its lines go
   * @return the node
   * @throws IOException if it cannot be started
   */
  public static NodeProcess start(
      int number, ProcessBuilder builder, Path errors, BlockingQueue<Reply> replies)
      throws IOException {
    Process process = builder.redirectError(Redirect.appendTo(errors.toFile())).start();
    NodeProcess node = new NodeProcess(number, process, errors);
    Daemon.start("node-" + number, () -> node.passOn(replies));
    return node;
  }

  private NodeProcess(int number, Process process, Path errors) {
    this.number = number;
    this.process = process;
    this.errors = errors;
  }

  private void passOn(BlockingQueue<Reply> replies) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        replies.add(new Reply(this, Optional.of(line)));
      }
    } catch (IOException e) {
      // The process was killed, which ends its output as well.
    }
    replies.add(new Reply(this, Optional.empty()));
  }

  /**
   * Returns the number of the node.
   *
   * @return 1 for the first
   */
  public int number() {
    return number;
  }

  /**
   * Gives the node a command.
   *
   * @param command one line of ASCII, without its end
   */
  public void tell(String command) {
    try {
      OutputStream in = process.getOutputStream();
      in.write((command + '\n').getBytes(StandardCharsets.US_ASCII));
      in.flush();
    } catch (IOException e) {
      // The process has ended, which the end of its output tells.
    }
  }

  /** Kills the process, which has no say in it. */
  public void kill() {
    process.destroyForcibly();
  }

  /**
   * Waits until the process has ended, for a few seconds at most.
   *
   * @return whether it has ended
   * @throws InterruptedException if this thread is interrupted
   */
  public boolean awaitEnd() throws InterruptedException {
    return process.waitFor(END_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Tells how the process ended, once its output has.
   *
   * @return one line
   * @throws InterruptedException if this thread is interrupted
   */
  public String describeEnd() throws InterruptedException {
    String how = awaitEnd() ? "exit code " + process.exitValue() : "it has closed its output";
    String said = lastError().map(line -> ": " + line).orElse("");
    return "node " + number + " (process " + process.pid() + ") has ended: " + how + said;
  }

  private Optional<String> lastError() {
    try {
      // A process that fails says at last why, after a stack trace for who mends it.
      return Files.readAllLines(errors, StandardCharsets.ISO_8859_1).stream()
          .filter(line -> line.matches("\\S.*"))
          .reduce((previous, line) -> line)
          .map(line -> line.replaceFirst("^uhlc-examples: ", ""));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
