package io.github.uhlc.examples.cluster;

import io.github.uhlc.examples.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** The process of a node, as its parent sees it. See {@link NodeCommand} for what they say. */
final class NodeProcess {
  private static final Duration END_LIMIT = Duration.ofSeconds(5);

  private final int number;
  private final Process process;
  private final Path errors;

  /**
   * A line of a node's output.
   *
   * @param node the number of the node
   * @param line the line, nothing at the end of the output
   */
  record Reply(int node, Optional<String> line) {}

  /**
   * Starts a node on the same Java and class path as this process.
   *
   * @param number the number of the node, 1 for the first
   * @param arguments those of {@link NodeCommand}
   * @param errors the file for the process's standard error
   * @param replies where its lines go
   */
  static NodeProcess start(
      int number, List<String> arguments, Path errors, BlockingQueue<Reply> replies)
      throws IOException {
    List<String> commandLine = new ArrayList<>(List.of("node"));
    commandLine.addAll(arguments);
    Process process = Program.process(commandLine).redirectError(errors.toFile()).start();
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
        replies.add(new Reply(number, Optional.of(line)));
      }
    } catch (IOException e) {
      // The process was killed, which ends its output as well.
    }
    replies.add(new Reply(number, Optional.empty()));
  }

  /** Gives the node a command. */
  void tell(String command) {
    try {
      OutputStream in = process.getOutputStream();
      in.write((command + '\n').getBytes(StandardCharsets.US_ASCII));
      in.flush();
    } catch (IOException e) {
      // The process has ended, which the end of its output tells.
    }
  }

  void kill() {
    process.destroyForcibly();
  }

  /** Waits until the process has ended, for a few seconds at most. */
  boolean awaitEnd() throws InterruptedException {
    return process.waitFor(END_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Tells in one line how the process ended, once its output has. */
  String describeEnd() throws InterruptedException {
    String how = awaitEnd() ? "exit code " + process.exitValue() : "it has closed its output";
    String said = lastError().map(line -> ": " + line).orElse("");
    return "node " + number + " (process " + process.pid() + ") has ended: " + how + said;
  }

  private Optional<String> lastError() {
    try {
      // Without the indented lines of stack traces.
      return Files.readAllLines(errors, StandardCharsets.ISO_8859_1).stream()
          .filter(line -> line.matches("\\S.*"))
          .reduce((previous, line) -> line);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
