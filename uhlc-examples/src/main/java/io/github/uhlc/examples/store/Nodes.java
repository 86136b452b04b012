package io.github.uhlc.examples.store;

import io.github.uhlc.examples.FlatDirectory;
import io.github.uhlc.examples.JobFailedException;
import io.github.uhlc.examples.NodeProcess;
import io.github.uhlc.examples.NodeProcess.Reply;
import io.github.uhlc.examples.Peer;
import io.github.uhlc.examples.Program;
import io.github.uhlc.examples.Stopwatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The processes of the nodes and the temporary directory of their files. For one thread, except
 * that any thread may close it.
 */
final class Nodes implements AutoCloseable {
  // State: the processes and their directory, which one thread makes under the lock of this object,
  // and reads without. Another thread, that of a signal, may close this, under the lock, too: then
  // nothing more is made, as nobody would remove it.

  /** How the names of directories of runs begin, and of no others. */
  static final String DIRECTORY_PREFIX = "uhlc-examples-";

  // Far more than a loaded machine needs.
  private static final Duration REPLY_LIMIT = Duration.ofSeconds(60);

  private final Map<Integer, Member> members = new TreeMap<>();
  private Optional<Path> directory = Optional.empty();
  private boolean keepsFiles;
  private boolean closed;

  /** A node, up or down. */
  private static final class Member {
    private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    private final NodeProcess process;
    private final int start;
    private Optional<Peer> address = Optional.empty();
    private boolean up = true;

    Member(int number, int start, ProcessBuilder builder, Path errors) throws IOException {
      this.start = start;
      this.process = NodeProcess.start(number, builder, errors, replies);
    }
  }

  /**
   * Starts a node, whose process is not ready yet.
   *
   * @param number its number
   * @param offset how far its wall clock is ahead
   */
  synchronized void start(int number, Duration offset) throws IOException, JobFailedException {
    if (closed) {
      throw new JobFailedException("the nodes were stopped");
    }
    if (directory.isEmpty()) {
      directory = Optional.of(Files.createTempDirectory(DIRECTORY_PREFIX));
    }
    ProcessBuilder builder =
        Program.process(
            List.of(
                "store",
                "member",
                directory.get().toString(),
                Integer.toString(number),
                offset.toString()));
    // The driver of the database loads a native library, of which newer Java machines warn.
    builder.command().add(1, "--enable-native-access=ALL-UNNAMED");
    int start = members.containsKey(number) ? members.get(number).start + 1 : 1;
    Path errors = directory.get().resolve("node-" + number + "." + start + ".err");
    members.put(number, new Member(number, start, builder, errors));
  }

  /** Waits until a node that was started is ready. */
  void awaitStart(int number) throws InterruptedException, JobFailedException {
    Member member = members.get(number);
    member.address = Optional.of(Peer.parse(await(number, "listening")));
  }

  /** Where a node is to be reached. */
  NodeRun run(int number) {
    Member member = members.get(number);
    return new NodeRun(number, member.start, member.address.orElseThrow().port());
  }

  /** Has each node merge with the others of the group, as far as they are up, and nobody else. */
  void connect(List<Integer> group) throws InterruptedException, JobFailedException {
    List<Integer> up = group.stream().filter(number -> members.get(number).up).toList();
    for (int number : up) {
      String others =
          up.stream()
              .filter(other -> other != number)
              .map(other -> " " + members.get(other).address.orElseThrow())
              .collect(Collectors.joining());
      ask(number, "peers" + others, "pulling");
    }
  }

  /**
   * Gives a node a command and waits for its reply.
   *
   * @param word the first word of the reply
   * @return the rest of the reply
   */
  String ask(int number, String command, String word)
      throws InterruptedException, JobFailedException {
    members.get(number).process.tell(command);
    return await(number, word);
  }

  private String await(int number, String word) throws InterruptedException, JobFailedException {
    Member member = members.get(number);
    Stopwatch watch = Stopwatch.start();
    while (true) {
      Reply reply = member.replies.poll(watch.left(REPLY_LIMIT).toNanos(), TimeUnit.NANOSECONDS);
      if (reply == null) {
        throw new JobFailedException("node " + number + " does not answer: awaited=" + word);
      }
      String line = lineOf(member, reply);
      // Other lines are of the Java machine, which may have been told to print some.
      if (line.equals(word) || line.startsWith(word + " ")) {
        return line.substring(word.length()).strip();
      }
    }
  }

  private static String lineOf(Member member, Reply reply)
      throws InterruptedException, JobFailedException {
    if (reply.line().isEmpty()) {
      throw new JobFailedException(member.process.describeEnd());
    }
    return reply.line().get();
  }

  /** Kills a node, which can be started again when this has returned. */
  void kill(int number) throws InterruptedException, JobFailedException {
    Member member = members.get(number);
    requireUp();
    member.up = false;
    member.process.kill();
    if (!member.process.awaitEnd()) {
      throw new JobFailedException("node " + number + " does not end when it is killed");
    }
  }

  /**
   * Makes sure that no node has ended by itself.
   *
   * @throws JobFailedException if one has
   */
  void requireUp() throws InterruptedException, JobFailedException {
    for (Member member : members.values()) {
      List<Reply> replies = new ArrayList<>();
      if (member.up) {
        member.replies.drainTo(replies);
      }
      for (Reply reply : replies) {
        lineOf(member, reply);
      }
    }
  }

  /** Has the files outlive this, and returns where they are, unless they are gone already. */
  synchronized Optional<Path> keepFiles() {
    keepsFiles = true;
    return closed ? Optional.empty() : directory;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    members.values().forEach(member -> member.process.kill());
    try {
      for (Member member : members.values()) {
        member.process.awaitEnd();
      }
      if (directory.isPresent() && !keepsFiles) {
        FlatDirectory.delete(directory.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException("the files cannot be deleted: " + e, e);
    }
  }
}
