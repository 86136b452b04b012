package io.github.uhlc.examples.store;

import io.github.uhlc.FileHighWaterMark;
import io.github.uhlc.HLC;
import io.github.uhlc.examples.BadOptionException;
import io.github.uhlc.examples.NodeGroup;
import io.github.uhlc.examples.Parent;
import io.github.uhlc.examples.Peer;
import io.github.uhlc.examples.SkewedClock;
import io.github.uhlc.examples.Stopwatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * A node in a process of its own. It serves clients and peers on its port, and takes commands of
 * its parent on standard input, one line each, and replies to each with one line on standard
 * output:
 *
 * <pre>
 *   (none, at the start)            listening PORT/ID
 *   peers PORT/ID PORT/ID ...       pulling, from these and from no others
 *   count                           counted ENTRIES_MERGED MALFORMED_FRAMES
 * </pre>
 *
 * <p>At the end of its input the parent is gone: then the process deletes the directory of the run
 * and ends.
 */
@Command(name = "member", hidden = true, description = "Runs one node of the store.")
final class MemberCommand implements Callable<Integer> {
  private static final Duration DELETION_LIMIT = Duration.ofSeconds(10);
  private static final Duration DELETION_PAUSE = Duration.ofMillis(10);

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "<directory>", description = "The directory of the run.")
  private Path directory;

  @Parameters(index = "1", paramLabel = "<number>", description = "The number of the node.")
  private int number;

  @Parameters(index = "2", paramLabel = "<offset>", description = "How far its clock is ahead.")
  private Duration offset;

  private volatile boolean ending;

  @Override
  public Integer call() throws Exception {
    requireDirectoryOfRun();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> die(failure));
    // Where the driver unpacks its native library, which is to vanish with all else.
    System.setProperty("org.sqlite.tmpdir", directory.toString());
    // The mark, the table and the port are in use by other threads until the process ends, which
    // closes them.
    HLC hlc = clock(FileHighWaterMark.open(file("mark")));
    Replica replica = new Replica(hlc, MapTable.open("jdbc:sqlite:" + file("db")));
    Server server = Server.start(replica);
    Puller puller = new Puller(replica);
    puller.start();
    Parent.serve(
        new Peer(server.port(), replica.id()),
        spec.commandLine().getOut(),
        (command, peers) -> obey(command, peers, replica, server, puller));
    ending = true;
    deleteDirectory();
    return ExitCode.OK;
  }

  // Who tries this command by hand must not lose what is in a directory of theirs.
  private void requireDirectoryOfRun() {
    if (!String.valueOf(directory.getFileName()).startsWith(NodeGroup.DIRECTORY_PREFIX)) {
      throw new BadOptionException(
          "this is no directory of a run, which is deleted at its end: " + directory);
    }
  }

  private Path file(String suffix) {
    return NodeGroup.file(directory, number, suffix);
  }

  private HLC clock(FileHighWaterMark mark) {
    return HLC.builder()
        .withId(NodeRun.id(number))
        .withClock(SkewedClock.of(offset))
        .withMaxDelta(Plan.MAX_DELTA)
        .withHighWaterMark(mark)
        .withWindow(Plan.WINDOW)
        .build();
  }

  private static Optional<String> obey(
      String command, List<Peer> peers, Replica replica, Server server, Puller puller)
      throws SQLException {
    return Optional.of(
        switch (command) {
          case "peers" -> {
            puller.setPeers(peers);
            yield "pulling";
          }
          case "count" -> "counted " + replica.merged() + " " + server.malformedFrames();
          default -> throw new IllegalArgumentException("there is no such command: " + command);
        });
  }

  private void deleteDirectory() throws InterruptedException {
    Stopwatch watch = Stopwatch.start();
    while (Files.exists(directory) && !watch.isOver(DELETION_LIMIT)) {
      try {
        NodeGroup.delete(directory);
      } catch (IOException e) {
        // Another node still makes files, maybe one that is about to start and will fail.
        Thread.sleep(DELETION_PAUSE.toMillis());
      }
    }
  }

  private void die(Throwable failure) {
    if (!ending) { // Then files vanish under the hands of the other threads.
      Parent.die(failure, spec.commandLine().getErr());
    }
  }
}
