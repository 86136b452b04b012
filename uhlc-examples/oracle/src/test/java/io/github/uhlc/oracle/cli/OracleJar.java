package io.github.uhlc.oracle.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the jar of this module in a directory, with one server at a time. */
final class OracleJar {
  private static final String LISTENS = "uhlc-oracle listens on ";

  private final String jar;
  private final Path directory;
  private Process server;

  record Result(int exitCode, String out, String err) {}

  OracleJar(String jar, Path directory) {
    this.jar = jar;
    this.directory = directory;
  }

  /** Runs a command to its end. */
  Result run(String... arguments) throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        command(arguments).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
    } finally {
      process.destroyForcibly();
    }
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Starts a server, and returns the address on which it listens. */
  String serve(String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("serve"));
    arguments.addAll(List.of(options));
    server = command(arguments.toArray(String[]::new)).redirectError(serverErr().toFile()).start();
    BufferedReader out = server.inputReader();
    String line = out.readLine();
    assertTrue(line != null && line.startsWith(LISTENS), () -> "it printed: " + line);
    return line.substring(LISTENS.length());
  }

  /** Kills the server, if there is one. */
  void kill() {
    if (server != null) {
      server.destroyForcibly().onExit().join();
    }
  }

  /** Tells the server to end. */
  Result terminate() throws IOException, InterruptedException {
    server.destroy();
    assertTrue(server.waitFor(60, TimeUnit.SECONDS), "it does not end");
    return new Result(server.exitValue(), "", Files.readString(serverErr()));
  }

  private Path serverErr() {
    return directory.resolve("server.err");
  }

  private ProcessBuilder command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", jar));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder
        .environment()
        .keySet()
        .removeAll(List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS"));
    return builder;
  }
}
