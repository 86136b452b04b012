package io.github.uhlc.examples.cluster;

import io.github.uhlc.ID;
import io.github.uhlc.examples.JobFailedException;
import io.github.uhlc.examples.NodeGroup;
import io.github.uhlc.examples.Peer;
import io.github.uhlc.examples.Progress;
import io.github.uhlc.examples.Stopwatch;
import io.github.uhlc.examples.Supervisor.Task;
import io.github.uhlc.examples.cluster.Node.Counts;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The main job, as its parent process runs it: starts the nodes, lets them talk, stops them, and
 * judges their logs.
 */
public final class Job implements Task {
  private final Scenario scenario;
  private final PrintWriter out;
  private final Progress progress;
  private final NodeGroup cluster;

  /**
   * Prepares a run.
   *
   * @param scenario what it is made of
   * @param out where its report goes
   */
  public Job(Scenario scenario, PrintWriter out) {
    this.scenario = scenario;
    this.out = out;
    this.progress = new Progress(out);
    this.cluster = new NodeGroup(() -> {});
  }

  @Override
  public void endProgress() {
    progress.end();
  }

  @Override
  public Optional<String> keepFiles() {
    return cluster.keepFiles().map(directory -> "the logs are in " + directory);
  }

  @Override
  public void close() {
    cluster.close();
  }

  @Override
  public List<String> run() throws IOException, InterruptedException, JobFailedException {
    Report.heading(scenario).forEach(out::println);
    List<Peer> peers = start().stream().map(Peer::parse).toList();
    ask(number -> "connect " + allBut(number, peers), "connected");
    ask(number -> "run", "running");
    Duration ran = watch();
    ask(number -> "stop", "stopped");
    progress.end();
    ID rogue = peers.get(peers.size() - 1).id();
    Findings findings = CausalCheck.of(readLogs(), rogue, Scenario.MAX_DELTA);
    out.println();
    Report.numbers(findings, counts().malformed(), scenario.nodes(), ran).forEach(out::println);
    return findings.failures();
  }

  /** Starts all nodes, and returns for each where it listens. */
  private Collection<String> start() throws IOException, InterruptedException, JobFailedException {
    for (Duration offset : scenario.offsets()) {
      int number = cluster.up().size() + 1;
      cluster.start(
          number,
          directory ->
              List.of(
                  "node",
                  NodeGroup.file(directory, number, "log").toString(),
                  offset.toString(),
                  Scenario.MAX_DELTA.toString(),
                  scenario.meanPause().toString()));
    }
    return cluster.await(cluster.up(), "listening").values();
  }

  private Collection<String> ask(IntFunction<String> command, String word)
      throws InterruptedException, JobFailedException {
    return cluster.ask(cluster.up(), command, word).values();
  }

  /** Reads the logs of all nodes, in the order of the nodes. */
  private List<Event> readLogs() throws IOException, JobFailedException {
    List<Event> events = new ArrayList<>();
    for (int number : cluster.up()) {
      events.addAll(EventLog.read(cluster.file(number, "log")));
    }
    return events;
  }

  private static String allBut(int number, List<Peer> peers) {
    return IntStream.rangeClosed(1, peers.size())
        .filter(other -> other != number)
        .mapToObj(other -> peers.get(other - 1).toString())
        .collect(Collectors.joining(" "));
  }

  /** Shows how far the nodes are until their time is over, and returns how long they talked. */
  private Duration watch() throws InterruptedException, JobFailedException {
    Duration limit = Duration.ofSeconds(scenario.seconds());
    Stopwatch watch = Stopwatch.start();
    Duration ran = Duration.ZERO;
    while (ran.compareTo(limit) < 0) {
      cluster.watch(Collections.min(List.of(progress.interval(), limit.minus(ran))));
      ran = watch.elapsed();
      progress.show(Report.progress(ran, counts()));
    }
    return ran;
  }

  private Counts counts() throws InterruptedException, JobFailedException {
    return ask(number -> "count", "counted").stream()
        .map(Counts::parse)
        .reduce(Counts.NONE, Counts::plus);
  }
}
