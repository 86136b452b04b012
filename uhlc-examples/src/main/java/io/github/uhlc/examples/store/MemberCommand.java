package io.github.uhlc.examples.store;

import io.github.uhlc.FileHighWaterMark;
import io.github.uhlc.HLC;
import io.github.uhlc.ID;
import io.github.uhlc.examples.FlatDirectory;
import io.github.uhlc.examples.Peer;
import io.github.uhlc.examples.SkewedClock;
import io.github.uhlc.examples.Stopwatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * A node in a process of its own. It serves clients and peers on its port, and is told by its
 * parent on standard input, one line for each command, each with one line of reply on standard
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
  public Integer call() throws IOException, SQLException, InterruptedException {
    requireDirectoryOfRun();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> die(failure));
    // Where the driver unpacks its native library, which is to vanish with all else.
    System.setProperty("org.sqlite.tmpdir", directory.toString());
    // The mark, the table and the port are in use by other threads until the process ends, which
    // closes them.
    HLC hlc = clock(FileHighWaterMark.open(file("mark")));
    Replica replica = new Replica(hlc, MapTable.open("jdbc:sqlite:" + file("db")));
    obey(replica, Server.start(replica), new Puller(replica));
    ending = true;
    deleteDirectory();
    return ExitCode.OK;
  }

  // Who tries this command by hand must not lose what is in a directory of theirs.
  private void requireDirectoryOfRun() {
    if (!String.valueOf(directory.getFileName()).startsWith(Nodes.DIRECTORY_PREFIX)) {
      throw new ParameterException(
          spec.commandLine(), "the directory of a run is needed, which is deleted at its end");
    }
  }

  private Path file(String suffix) {
    return directory.resolve("node-" + number + "." + suffix);
  }

  private HLC clock(FileHighWaterMark mark) {
    return HLC.builder()
        .withId(ID.ofUnsigned(number))
        .withClock(SkewedClock.of(offset))
        .withMaxDelta(Plan.MAX_DELTA)
        .withHighWaterMark(mark)
        .withWindow(Plan.WINDOW)
        .build();
  }

  private void obey(Replica replica, Server server, Puller puller)
      throws IOException, SQLException {
    PrintWriter out = spec.commandLine().getOut();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    puller.start();
    out.println("listening " + new Peer(server.port(), replica.id()));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "peers" -> {
          puller.setPeers(Stream.of(words).skip(1).map(Peer::parse).toList());
          out.println("pulling");
        }
        case "count" -> out.println("counted " + replica.merged() + " " + server.malformedFrames());
        default -> throw new IllegalArgumentException("there is no such command");
      }
    }
  }

  private void deleteDirectory() throws InterruptedException {
    Stopwatch watch = Stopwatch.start();
    while (Files.exists(directory) && !watch.isOver(DELETION_LIMIT)) {
      try {
        FlatDirectory.delete(directory);
      } catch (IOException e) {
        // Another node still makes files, maybe one that is about to start and will fail.
        Thread.sleep(DELETION_PAUSE.toMillis());
      }
    }
  }

  private void die(Throwable failure) {
    if (!ending) { // Then files vanish under the hands of the other threads.
      spec.commandLine().getErr().println(failure);
      Runtime.getRuntime().halt(ExitCode.SOFTWARE);
    }
  }
}
