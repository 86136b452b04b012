package io.github.uhlc.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the jar of this module as a user would, with a temporary directory of its own. */
public final class ExamplesJar {
  private final Path tmpdir;
  private final Path out;
  private final Path err;
  private final List<String> javaOptions = new ArrayList<>();
  private final ProcessBuilder builder = new ProcessBuilder();
  private final List<String> launcher = new ArrayList<>();
  private Optional<Process> started = Optional.empty();

  public record Result(int exitCode, String out, String err) {}

  /** Makes a runner whose files are in an empty directory. */
  public ExamplesJar(Path directory) throws IOException {
    tmpdir = Files.createDirectory(directory.resolve("tmp"));
    out = directory.resolve("out");
    err = directory.resolve("err");
    javaOptions.add("-Djava.io.tmpdir=" + tmpdir);
    builder.environment().keySet().removeAll(Program.JAVA_OPTIONS_VARIABLES);
  }

  /** Has another program start Java. */
  public ExamplesJar withLauncher(String... command) {
    launcher.addAll(List.of(command));
    return this;
  }

  public ExamplesJar withJavaOption(String option) {
    javaOptions.add(option);
    return this;
  }

  public ExamplesJar withEnvironment(String name, String value) {
    builder.environment().put(name, value);
    return this;
  }

  /** Has the jar read a file as its standard input. */
  public ExamplesJar withInput(Path file) {
    builder.redirectInput(file.toFile());
    return this;
  }

  /** Runs the jar to its end. */
  public Result run(String... arguments) throws IOException, InterruptedException {
    return await(command(arguments).redirectOutput(out.toFile()).start());
  }

  /** Starts the jar; its standard output is the caller's to read. */
  public Process start(String... arguments) throws IOException {
    Process process = command(arguments).start();
    started = Optional.of(process);
    return process;
  }

  /** Ends what was started and still runs. */
  public void kill() {
    started.ifPresent(Process::destroyForcibly);
  }

  private ProcessBuilder command(String... arguments) {
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaOptions);
    command.addAll(List.of("-jar", System.getProperty("uhlc.examples.jar")));
    command.addAll(List.of(arguments));
    return builder.command(command).redirectError(err.toFile());
  }

  /** Waits for the end. */
  public Result await(Process process) throws IOException, InterruptedException {
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
    } finally {
      process.destroyForcibly();
    }
    String printed = Files.exists(out) ? Files.readString(out) : "";
    return new Result(process.exitValue(), printed, Files.readString(err));
  }

  /** Waits for a file of the job that is running, until something is in it. */
  public Path awaitContent(String name) throws IOException, InterruptedException {
    Await.until(name + " has content", () -> content(name).isPresent() || hasEnded());
    return content(name).orElseThrow(() -> new AssertionError("it has ended without " + name));
  }

  private Optional<Path> content(String name) throws IOException {
    // A file that does not exist has no length, wherever it has gone.
    return leftBehind().stream()
        .map(jobDirectory -> jobDirectory.resolve(name))
        .filter(file -> file.toFile().length() > 0)
        .findFirst();
  }

  private boolean hasEnded() {
    return started.filter(Process::isAlive).isEmpty();
  }

  /** The processes that have the temporary directory in their command lines. */
  public List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(tmpdir.toString()))
        .toList();
  }

  /** What is left in the temporary directory. */
  public List<Path> leftBehind() throws IOException {
    try (Stream<Path> files = Files.list(tmpdir)) {
      return files.toList();
    }
  }
}
