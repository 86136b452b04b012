package io.github.uhlc.examples;

import io.github.uhlc.examples.NodeProcess.Reply;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Nodes, each a process of this program, and the temporary directory of their files. Whatever is
 * asked of a node has a deadline, and fails as soon as any process ends that was not killed here.
 * For one thread, except that any thread may close it.
 */
public final class NodeGroup implements AutoCloseable {
  // State: the processes and their directory, which one thread makes and ends under the lock of
  // this object; it reads them without. Another thread, that of a signal, may close this, under the
  // lock, too: then nothing more is made, as nobody would remove it.

  /** How the names of directories of files begin, and of no others. */
  public static final String DIRECTORY_PREFIX = "uhlc-examples-";

  // Far more than a loaded machine needs.
  private static final Duration REPLY_LIMIT = Duration.ofSeconds(60);
  private static final Duration WAIT = Duration.ofMillis(100);

  private final Runnable whileWaiting;
  private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
  private final Map<Integer, NodeProcess> up = new TreeMap<>();
  private Optional<Path> directory = Optional.empty();
  private boolean keepsFiles;
  private boolean closed;

  /**
   * Makes a group without nodes.
   *
   * @param whileWaiting run several times a second while a reply is awaited
   */
  public NodeGroup(Runnable whileWaiting) {
    this.whileWaiting = whileWaiting;
  }

  /**
   * Starts a node, whose process is not ready yet.
   *
   * @param number its number, of which no other node is up
   * @param arguments makes its command line from the directory of all files
   * @throws IOException if it cannot be started
   * @throws JobFailedException if this is closed
   */
  public synchronized void start(int number, Function<Path, List<String>> arguments)
      throws IOException, JobFailedException {
    if (closed) {
      throw new JobFailedException("the nodes were stopped");
    }
    if (directory.isEmpty()) {
      directory = Optional.of(Files.createTempDirectory(DIRECTORY_PREFIX));
    }
    ProcessBuilder builder = Program.process(arguments.apply(directory.get()));
    File errors = file(directory.get(), number, "err").toFile();
    builder.redirectError(Redirect.appendTo(errors));
    up.put(number, NodeProcess.start(number, builder, replies::add));
  }

  /**
   * Names a file of a node.
   *
   * @param directory the directory of all files
   * @param number the number of the node
   * @param suffix what kind of file it is
   * @return the file
   */
  public static Path file(Path directory, int number, String suffix) {
    return directory.resolve("node-" + number + "." + suffix);
  }

  /**
   * Names a file of a node that was started.
   *
   * @param number the number of the node
   * @param suffix what kind of file it is
   * @return the file
   */
  public Path file(int number, String suffix) {
    return file(directory.orElseThrow(), number, suffix);
  }

  /**
   * Deletes a directory with files and nothing else in it; other processes may do so as well at the
   * same time.
   *
   * @param directory the directory
   * @throws IOException if it is gone already, or something cannot be deleted
   */
  public static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(directory);
  }

  /**
   * Returns the nodes that were started and not killed.
   *
   * @return their numbers, in ascending order
   */
  public List<Integer> up() {
    return List.copyOf(up.keySet());
  }

  /**
   * Gives nodes a command and waits for all their replies.
   *
   * @param numbers the numbers of the nodes
   * @param command the command for the node of a number
   * @param word the first word of the reply
   * @return for each node the rest of its reply
   * @throws InterruptedException if this thread is interrupted
   * @throws JobFailedException if a node does not answer, or a process has ended
   */
  public Map<Integer, String> ask(
      Collection<Integer> numbers, IntFunction<String> command, String word)
      throws InterruptedException, JobFailedException {
    numbers.forEach(number -> up.get(number).tell(command.apply(number)));
    return await(numbers, word);
  }

  /**
   * Waits for replies.
   *
   * @param numbers the numbers of the nodes
   * @param word the first word of the reply
   * @return for each node the rest of its reply
   * @throws InterruptedException if this thread is interrupted
   * @throws JobFailedException if a node does not answer, or a process has ended
   */
  public Map<Integer, String> await(Collection<Integer> numbers, String word)
      throws InterruptedException, JobFailedException {
    Stopwatch watch = Stopwatch.start();
    Map<Integer, String> rests = new TreeMap<>();
    while (!rests.keySet().containsAll(numbers)) {
      Optional<Reply> reply = next(watch.left(REPLY_LIMIT));
      if (reply.isEmpty() && watch.isOver(REPLY_LIMIT)) {
        int silent = numbers.stream().filter(n -> !rests.containsKey(n)).findFirst().orElseThrow();
        throw new JobFailedException("node " + silent + " does not answer: awaited=" + word);
      }
      // Other lines are of the Java machine, which may have been told to print some.
      String line = reply.flatMap(Reply::line).orElse("");
      if (line.equals(word) || line.startsWith(word + " ")) {
        rests.put(reply.orElseThrow().node().number(), line.substring(word.length()).strip());
      }
    }
    return rests;
  }

  /**
   * Lets the nodes work for a time, unless a process ends before.
   *
   * @param time how long; if it is zero this only makes sure that no process has ended
   * @throws InterruptedException if this thread is interrupted
   * @throws JobFailedException if a process has ended
   */
  public void watch(Duration time) throws InterruptedException, JobFailedException {
    Stopwatch watch = Stopwatch.start();
    while (next(watch.left(time)).isPresent() || !watch.isOver(time)) {
      // What it says without being asked means nothing.
    }
  }

  /** Waits for a short while for the next reply of a node that was not killed. */
  private Optional<Reply> next(Duration limit) throws InterruptedException, JobFailedException {
    Duration wait = Collections.min(List.of(limit, WAIT));
    Reply reply = replies.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    whileWaiting.run();
    if (reply != null && reply.line().isEmpty() && up.containsValue(reply.node())) {
      throw new JobFailedException(reply.node().describeEnd());
    }
    return Optional.ofNullable(reply).filter(any -> up.containsValue(any.node()));
  }

  /**
   * Kills a node, which can be started again when this has returned.
   *
   * @param number its number
   * @throws InterruptedException if this thread is interrupted
   * @throws JobFailedException if a process has ended before, or this one does not end
   */
  public void kill(int number) throws InterruptedException, JobFailedException {
    watch(Duration.ZERO);
    NodeProcess node = up.get(number);
    node.kill();
    if (!node.awaitEnd()) {
      throw new JobFailedException("node " + number + " does not end when it is killed");
    }
    synchronized (this) {
      up.remove(number);
    }
  }

  /**
   * Has the files outlive this.
   *
   * @return where they are, unless they are gone already
   */
  public synchronized Optional<Path> keepFiles() {
    keepsFiles = true;
    return closed ? Optional.empty() : directory;
  }

  /** Ends all processes, waits until they have ended, and deletes the files if not to be kept. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    up.values().forEach(NodeProcess::kill);
    try {
      for (NodeProcess node : up.values()) {
        node.awaitEnd();
      }
      if (directory.isPresent() && !keepsFiles) {
        delete(directory.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException("the files cannot be deleted: " + Complaint.reason(e), e);
    }
  }
}
