package io.github.uhlc.examples.cluster;

import io.github.uhlc.HLC;
import io.github.uhlc.examples.Peer;
import io.github.uhlc.examples.SkewedClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * A node in a process of its own, told what to do on standard input, one line for each command,
 * each with one line of reply on standard output:
 *
 * <pre>
 *   (none, at the start)            listening PORT/ID
 *   connect PORT/ID PORT/ID ...     connected
 *   run                             running
 *   count                           counted EVENTS MESSAGES REFUSED MALFORMED
 *   stop                            stopped, when all that this node asked has been dealt with
 * </pre>
 *
 * <p>At the end of its input the process ends, so no node outlives its parent.
 */
@Command(name = "node", hidden = true, description = "Runs one node for the main job.")
public final class NodeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "<log>", description = "The file to log to.")
  private Path logFile;

  @Parameters(index = "1", paramLabel = "<offset>", description = "How far its clock is ahead.")
  private Duration offset;

  @Parameters(index = "2", paramLabel = "<max-delta>", description = "Its max-delta.")
  private Duration maxDelta;

  @Parameters(index = "3", paramLabel = "<pause>", description = "Its mean pause.")
  private Duration meanPause;

  private PrintWriter out;

  @Override
  public Integer call() throws IOException {
    out = spec.commandLine().getOut();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> die(failure));
    HLC hlc = HLC.builder().withClock(SkewedClock.of(offset)).withMaxDelta(maxDelta).build();
    // The log and the port are in use by other threads until the process ends, which closes them.
    Node node = new Node(hlc, EventLog.create(logFile));
    obey(node, Answerer.listen(node), new Asker(node, meanPause));
    return ExitCode.OK;
  }

  private void obey(Node node, Answerer answerer, Asker asker) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    out.println("listening " + new Peer(answerer.port(), node.hlc().id()));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "connect" -> {
          List<Peer> peers = Stream.of(words).skip(1).map(Peer::parse).toList();
          answerer.start(peers.stream().map(Peer::id).collect(Collectors.toSet()));
          asker.connect(peers);
          out.println("connected");
        }
        case "run" -> {
          asker.start(() -> out.println("stopped"));
          out.println("running");
        }
        case "count" -> out.println("counted " + node.counts());
        case "stop" -> asker.stop();
        default -> throw new IllegalArgumentException("there is no such command");
      }
    }
  }

  private void die(Throwable failure) {
    spec.commandLine().getErr().println(failure);
    Runtime.getRuntime().halt(ExitCode.SOFTWARE);
  }
}
