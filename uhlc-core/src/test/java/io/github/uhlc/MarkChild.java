package io.github.uhlc;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A mark in a JVM of its own, which obeys one line after the other and answers each with one. */
final class MarkChild implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter orders;

  MarkChild() throws IOException {
    process = ChildJvm.of(MarkChild.class).start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    orders = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Returns the bound, else why not. */
  String open(Path path) throws IOException {
    return ask("open " + path);
  }

  /** Returns the new bound, else why not. */
  String extend(NTP64 newBound) throws IOException {
    return ask("extend " + newBound);
  }

  private String ask(String order) throws IOException {
    orders.write(order + "\n");
    orders.flush();
    return answers.readLine();
  }

  /** Kills the JVM, which closes nothing. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  public static void main(String[] args) throws IOException {
    FileHighWaterMark mark = null;
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      String[] order = line.split(" ", 2);
      try {
        if (order[0].equals("open")) {
          mark = FileHighWaterMark.open(Path.of(order[1]));
        } else {
          mark.extend(mark.bound(), NTP64.parse(order[1]));
        }
        System.out.println(mark.bound());
      } catch (HighWaterMarkException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
