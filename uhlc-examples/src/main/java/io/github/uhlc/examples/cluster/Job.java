package io.github.uhlc.examples.cluster;

import io.github.uhlc.ID;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.ExitCode;

/**
 * The main job, as its parent process runs it: starts the nodes, lets them talk, stops them, and
 * judges their logs. However it ends, its processes are gone afterwards, and so are its files,
 * except those of a run that has failed, and if this process is killed outright.
 */
public final class Job {
  // Ctrl-C reaches the nodes as well as this process, maybe before it.
  private static final Duration SIGNAL_DELAY = Duration.ofMillis(200);

  private final Scenario scenario;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Progress progress;
  private final Cluster cluster;
  private final CountDownLatch shuttingDown = new CountDownLatch(1);

  /**
   * Prepares a run.
   *
   * @param scenario what it is made of
   * @param out where its report goes
   * @param err where its complaints go
   */
  public Job(Scenario scenario, PrintWriter out, PrintWriter err) {
    this.scenario = scenario;
    this.out = out;
    this.err = err;
    this.progress = new Progress(out);
    this.cluster = new Cluster();
  }

  /**
   * Runs the job.
   *
   * @return the exit code
   * @throws InterruptedException if this thread is interrupted
   */
  public int run() throws InterruptedException {
    Thread hook = new Thread(this::shutDown);
    Runtime.getRuntime().addShutdownHook(hook);
    try (cluster) {
      List<String> failures = failuresOfNodes();
      return failures.isEmpty() ? ExitCode.OK : fail(failures);
    } catch (UncheckedIOException e) {
      return fail(List.of(e.toString()));
    }
  }

  private List<String> failuresOfNodes() throws InterruptedException {
    try {
      return runNodes();
    } catch (JobFailedException e) {
      return List.of(e.getMessage());
    } catch (IOException | UncheckedIOException e) {
      return List.of(e.toString());
    }
  }

  private int fail(List<String> failures) throws InterruptedException {
    progress.end();
    if (!shuttingDown.await(SIGNAL_DELAY.toNanos(), TimeUnit.NANOSECONDS)) {
      failures.forEach(this::complain);
      cluster.keepLogs().ifPresent(directory -> complain("the logs are in " + directory));
    }
    return ExitCode.SOFTWARE;
  }

  private void complain(String message) {
    err.println("uhlc-examples: " + message);
  }

  private void shutDown() {
    shuttingDown.countDown();
    progress.end();
    cluster.close();
  }

  /** Runs the nodes, reports, and returns what is wrong. */
  private List<String> runNodes() throws IOException, InterruptedException, JobFailedException {
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
    long startNanos = System.nanoTime();
    Duration ran = Duration.ZERO;
    while (ran.compareTo(limit) < 0) {
      cluster.watch(Collections.min(List.of(progress.interval(), limit.minus(ran))));
      ran = Duration.ofNanos(System.nanoTime() - startNanos);
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
