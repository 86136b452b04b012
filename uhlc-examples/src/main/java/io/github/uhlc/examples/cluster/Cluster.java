package io.github.uhlc.examples.cluster;

import io.github.uhlc.examples.FlatDirectory;
import io.github.uhlc.examples.JobFailedException;
import io.github.uhlc.examples.NodeProcess;
import io.github.uhlc.examples.NodeProcess.Reply;
import io.github.uhlc.examples.Program;
import io.github.uhlc.examples.Stopwatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * The processes of all nodes and the temporary directory of their logs. Whatever is asked of the
 * nodes has a deadline, and fails as soon as one of their processes ends. For one thread, except
 * that any thread may close it.
 */
final class Cluster implements AutoCloseable {
  // State: the processes and their directory, which one thread makes, under the lock of this
  // object; it reads them without. Another thread, that of a signal, may close this, under the
  // lock, too: then nothing more is made, as nobody would remove it.

  // Far more than a loaded machine needs.
  private static final Duration REPLY_LIMIT = Duration.ofSeconds(30);

  private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
  private final List<NodeProcess> nodes = new ArrayList<>();
  private Optional<Path> directory = Optional.empty();
  private boolean keepsLogs;
  private boolean closed;

  /**
   * Starts all nodes.
   *
   * @return for each its first reply, where it listens
   */
  List<String> start(Scenario scenario)
      throws IOException, InterruptedException, JobFailedException {
    for (Duration offset : scenario.offsets()) {
      startNode(offset, scenario.meanPause());
    }
    return collect("listening");
  }

  private synchronized void startNode(Duration offset, Duration meanPause)
      throws IOException, JobFailedException {
    if (closed) {
      throw new JobFailedException("the nodes were stopped");
    }
    if (directory.isEmpty()) {
      directory = Optional.of(Files.createTempDirectory("uhlc-examples-"));
    }
    int number = nodes.size() + 1;
    List<String> command =
        List.of(
            "node",
            file(number, "log").toString(),
            offset.toString(),
            Scenario.MAX_DELTA.toString(),
            meanPause.toString());
    nodes.add(NodeProcess.start(number, Program.process(command), file(number, "err"), replies));
  }

  private Path file(int number, String suffix) {
    return directory.orElseThrow().resolve("node-" + number + "." + suffix);
  }

  /**
   * Gives each node a command and waits for all their replies.
   *
   * @param command the command for the node of an index, 0 for the first
   * @param word the first word of the reply
   * @return for each node the rest of its reply
   */
  List<String> ask(IntFunction<String> command, String word)
      throws InterruptedException, JobFailedException {
    for (int index = 0; index < nodes.size(); index++) {
      nodes.get(index).tell(command.apply(index));
    }
    return collect(word);
  }

  /** Waits, unless a process ends before. */
  void watch(Duration time) throws InterruptedException, JobFailedException {
    Stopwatch watch = Stopwatch.start();
    for (Optional<Reply> reply = next(watch.left(time));
        reply.isPresent();
        reply = next(watch.left(time))) {
      lineOf(reply.get());
    }
  }

  private List<String> collect(String word) throws InterruptedException, JobFailedException {
    Stopwatch watch = Stopwatch.start();
    List<String> rests = new ArrayList<>(Collections.nCopies(nodes.size(), null));
    while (rests.contains(null)) {
      Optional<Reply> reply = next(watch.left(REPLY_LIMIT));
      if (reply.isEmpty()) {
        throw new JobFailedException(
            "node " + (rests.indexOf(null) + 1) + " does not answer: awaited=" + word);
      }
      String line = lineOf(reply.get());
      // Other lines are of the Java machine, which may have been told to print some.
      if (line.equals(word) || line.startsWith(word + " ")) {
        rests.set(reply.get().node() - 1, line.substring(word.length()).strip());
      }
    }
    return rests;
  }

  private Optional<Reply> next(Duration limit) throws InterruptedException {
    return Optional.ofNullable(replies.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
  }

  private String lineOf(Reply reply) throws InterruptedException, JobFailedException {
    if (reply.line().isEmpty()) {
      throw new JobFailedException(nodes.get(reply.node() - 1).describeEnd());
    }
    return reply.line().get();
  }

  /** Reads the logs of all nodes, in the order of the nodes. */
  List<Event> readLogs() throws IOException, JobFailedException {
    List<Event> events = new ArrayList<>();
    for (int number = 1; number <= nodes.size(); number++) {
      events.addAll(EventLog.read(file(number, "log")));
    }
    return events;
  }

  /** Has the logs outlive this, and returns where they are, unless they are gone already. */
  synchronized Optional<Path> keepLogs() {
    keepsLogs = true;
    return closed ? Optional.empty() : directory;
  }

  /** Ends all processes, waits until they have ended, and deletes the logs if not to be kept. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    nodes.forEach(NodeProcess::kill);
    try {
      for (NodeProcess node : nodes) {
        node.awaitEnd();
      }
      if (directory.isPresent() && !keepsLogs) {
        FlatDirectory.delete(directory.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException("the logs cannot be deleted: " + e, e);
    }
  }
}
