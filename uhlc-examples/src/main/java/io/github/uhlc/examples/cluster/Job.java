package io.github.uhlc.examples.cluster;

import io.github.uhlc.ID;
import io.github.uhlc.examples.JobFailedException;
import io.github.uhlc.examples.Peer;
import io.github.uhlc.examples.Stopwatch;
import io.github.uhlc.examples.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
  private final Cluster cluster;

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
    this.cluster = new Cluster();
  }

  @Override
  public void endProgress() {
    progress.end();
  }

  @Override
  public Optional<String> keepFiles() {
    return cluster.keepLogs().map(directory -> "the logs are in " + directory);
  }

  @Override
  public void close() {
    cluster.close();
  }

  @Override
  public List<String> run() throws IOException, InterruptedException, JobFailedException {
    Report.heading(scenario).forEach(out::println);
    List<Peer> peers = cluster.start(scenario).stream().map(Peer::parse).toList();
    cluster.ask(node -> "connect " + allBut(node, peers), "connected");
    cluster.ask(node -> "run", "running");
    Duration ran = watch();
    cluster.ask(node -> "stop", "stopped");
    progress.end();
    ID rogue = peers.get(peers.size() - 1).id();
    Findings findings = CausalCheck.of(cluster.readLogs(), rogue, Scenario.MAX_DELTA);
    out.println();
    Report.numbers(findings, counts().malformed(), scenario.nodes(), ran).forEach(out::println);
    return findings.failures();
  }

  private static String allBut(int index, List<Peer> peers) {
    return IntStream.range(0, peers.size())
        .filter(other -> other != index)
        .mapToObj(other -> peers.get(other).toString())
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
      progress.show(ran, counts());
    }
    return ran;
  }

  private NodeCounts counts() throws InterruptedException, JobFailedException {
    return cluster.ask(node -> "count", "counted").stream()
        .map(NodeCounts::parse)
        .reduce(NodeCounts.NONE, NodeCounts::plus);
  }
}
