package io.github.uhlc.examples;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The process of a node, as its parent sees it: a line is said to it, and it says lines. */
public final class NodeProcess {
  private static final Duration END_LIMIT = Duration.ofSeconds(5);

  private final int number;
  private final Process process;
  private final Optional<File> errors;

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
   * @param builder the process, as of {@link Program#process}, with the place of its errors
   * @param replies takes its lines, and the end of its output, on a thread of its own
   * @return the node
   * @throws IOException if it cannot be started
   */
  public static NodeProcess start(int number, ProcessBuilder builder, Consumer<Reply> replies)
      throws IOException {
    Optional<File> errors = Optional.ofNullable(builder.redirectError().file());
    NodeProcess node = new NodeProcess(number, builder.start(), errors);
    Daemon.start("node-" + number, () -> node.passOn(replies));
    return node;
  }

  private NodeProcess(int number, Process process, Optional<File> errors) {
    this.number = number;
    this.process = process;
    this.errors = errors;
  }

  private void passOn(Consumer<Reply> replies) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        replies.accept(new Reply(this, Optional.of(line)));
      }
    } catch (IOException e) {
      // The process was killed, which ends its output as well.
    }
    replies.accept(new Reply(this, Optional.empty()));
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
   * Returns the number that the system gave to the process.
   *
   * @return its process ID
   */
  public long pid() {
    return process.pid();
  }

  /**
   * Tells whether the process has not ended.
   *
   * @return whether it is there
   */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Returns where commands go, for a parent that asks whether they arrive.
   *
   * @return the standard input of the process
   */
  public OutputStream input() {
    return process.getOutputStream();
  }

  /**
   * Gives the node a command.
   *
   * @param command one line of ASCII, without its end
   */
  public void tell(String command) {
    try {
      OutputStream in = input();
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
    return "node " + number + " (process " + pid() + ") has ended: " + how + said;
  }

  private Optional<String> lastError() {
    if (errors.isEmpty()) {
      return Optional.empty();
    }
    try {
      // A process that fails says at last why, after a stack trace for who mends it.
      return Files.readAllLines(errors.get().toPath(), StandardCharsets.ISO_8859_1).stream()
          .filter(line -> line.matches("\\S.*"))
          .reduce((previous, line) -> line)
          .map(line -> line.replaceFirst("^uhlc-examples: ", ""));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
