package io.github.uhlc;

import io.github.uhlc.fixture.ChildJvm;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A mark in a JVM of its own, which obeys one line after the other and answers each with one. */
final class MarkChild implements AutoCloseable {
  private static final long TURN = (1L << 30) + 1;

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter orders;

  /** Starts it, with a command before that of the JVM if need be. */
  MarkChild(String... wrapper) throws IOException {
    ProcessBuilder builder = ChildJvm.of(MarkChild.class);
    builder.command().addAll(0, List.of(wrapper));
    process = builder.start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    orders = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Returns the bound, else why not. */
  String open(Path path) throws IOException {
    return ask("open " + path);
  }

  /** Returns the bound, else why not. */
  String openShared(Path path) throws IOException {
    return ask("openShared " + path);
  }

  /** Has its turn at an open mark until it is killed. */
  void hold(Path path) throws IOException {
    ask("hold " + path);
  }

  /** Returns the bound, else why not. */
  String bound() throws IOException {
    return ask("bound");
  }

  /** Returns the new bound, else why not. */
  String extend(NTP64 newBound) throws IOException {
    return ask("extend " + newBound);
  }

  /** Closes the mark. */
  void closeMark() throws IOException {
    ask("close");
  }

  /** Lets the next step on the disk fail. */
  void fail() throws IOException {
    ask("fail");
  }

  private synchronized String ask(String order) throws IOException {
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
    RecordingDisk disk = new RecordingDisk();
    FileHighWaterMark mark = null;
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      String[] order = line.split(" ", 2);
      try {
        switch (order[0]) {
          case "openShared" -> mark = FileHighWaterMark.openShared(Path.of(order[1]), disk);
          case "hold" -> disk.tryLock(null, new RandomAccessFile(order[1], "rw"), TURN, false);
          case "bound" -> mark.bound();
          case "open" -> mark = FileHighWaterMark.open(Path.of(order[1]), disk);
          case "extend" -> mark.extend(mark.bound(), NTP64.parse(order[1]));
          case "close" -> mark.close();
          default -> disk.failAfter(0, 1);
        }
        boolean isOpen = !order[0].equals("close") && !order[0].equals("hold");
        System.out.println(isOpen ? mark.bound() : "done");
      } catch (HighWaterMarkException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
