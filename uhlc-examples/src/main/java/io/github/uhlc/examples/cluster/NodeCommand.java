package io.github.uhlc.examples.cluster;

import io.github.uhlc.HLC;
import io.github.uhlc.examples.Parent;
import io.github.uhlc.examples.Peer;
import io.github.uhlc.examples.SkewedClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * A node in a process of its own. It takes commands on standard input, one line each, and replies
 * to each with one line on standard output:
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
  public Integer call() throws Exception {
    out = spec.commandLine().getOut();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> Parent.die(failure, spec.commandLine().getErr()));
    HLC hlc = HLC.builder().withClock(SkewedClock.of(offset)).withMaxDelta(maxDelta).build();
    // The log and the port are in use by other threads until the process ends, which closes them.
    Node node = new Node(hlc, EventLog.create(logFile));
    Answerer answerer = Answerer.listen(node);
    Asker asker = new Asker(node, meanPause);
    Parent.serve(
        new Peer(answerer.port(), hlc.id()),
        out,
        (command, peers) -> obey(command, peers, node, answerer, asker));
    return ExitCode.OK;
  }

  private Optional<String> obey(
      String command, List<Peer> peers, Node node, Answerer answerer, Asker asker)
      throws IOException {
    switch (command) {
      case "connect" -> {
        answerer.start(peers.stream().map(Peer::id).collect(Collectors.toSet()));
        asker.connect(peers);
        return Optional.of("connected");
      }
      case "run" -> {
        asker.start(() -> out.println("stopped"));
        return Optional.of("running");
      }
      case "count" -> {
        return Optional.of("counted " + node.counts());
      }
      case "stop" -> {
        asker.stop();
        return Optional.empty();
      }
      default -> throw new IllegalArgumentException("there is no such command: " + command);
    }
  }
}
