package io.github.uhlc.examples.store;

import io.github.uhlc.examples.JobFailedException;
import io.github.uhlc.examples.Progress;
import io.github.uhlc.examples.Stopwatch;
import io.github.uhlc.examples.Supervisor.Task;
import io.github.uhlc.examples.store.Evidence.Restart;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The script of a run: writes, a partition, kills, restarts with clocks set back, healing, and the
 * verdict. For one thread, except for what {@link Task} says.
 */
final class StoreRun implements Task {
  private static final Duration PAUSE = Duration.ofMillis(10);

  // Far more than a loaded machine needs.
  private static final Duration CONVERGENCE_LIMIT = Duration.ofSeconds(30);

  private final Plan plan;
  private final PrintWriter out;
  private final Nodes nodes = new Nodes(this::tick);
  private final Progress progress;
  private final History history = new History();
  private final Clients clients;
  private final List<Restart> restarts = new ArrayList<>();
  private final Stopwatch watch = Stopwatch.start();

  StoreRun(Plan plan, PrintWriter out) {
    this.plan = plan;
    this.out = out;
    this.progress = new Progress(out);
    this.clients = new Clients(plan, history);
  }

  @Override
  public List<String> run() throws IOException, InterruptedException, JobFailedException {
    StoreReport.heading(plan).forEach(out::println);
    out.println();
    try {
      return runScript();
    } catch (IOException e) {
      nodes.requireUp(); // If one has died, its end says more.
      throw e;
    }
  }

  private List<String> runScript() throws IOException, InterruptedException, JobFailedException {
    say("the nodes start");
    nodes.start(plan.all().stream().collect(Collectors.toMap(node -> node, plan::offset)));
    heal();
    say("all nodes are up and connected; the clients write");
    writeTo(List.of(plan.all()));
    int cutReplicas = writeWhileCutOff();
    writeWhileHealing();
    List<List<Entry>> replicas = awaitEqualReplicas();
    say("all have merged");
    return report(
        new Evidence(history.writes(), history.strange(), cutReplicas, restarts, replicas));
  }

  /** Returns how many different replicas there were. */
  private int writeWhileCutOff() throws IOException, InterruptedException, JobFailedException {
    List<List<Integer>> sides = List.of(plan.side(0), plan.side(1));
    nodes.connect(sides.get(0));
    nodes.connect(sides.get(1));
    say("nodes " + sides.get(0) + " and " + sides.get(1) + " are cut off from each other");
    killWhileWriting(plan.firstVictim(), sides);
    restart(plan.firstVictim());
    nodes.connect(sides.get(0));
    writeTo(sides);
    long different = replicas().stream().map(Entry::digest).distinct().count();
    say("the sides have gone different ways: " + different + " different replicas");
    return (int) different;
  }

  private void writeWhileHealing() throws IOException, InterruptedException, JobFailedException {
    heal();
    say("the nodes are connected again");
    killWhileWriting(plan.secondVictim(), List.of(plan.all()));
    restart(plan.secondVictim());
    heal();
    writeTo(List.of(plan.all()));
  }

  private void heal() throws InterruptedException, JobFailedException {
    nodes.connect(plan.all());
  }

  private void writeTo(List<List<Integer>> groups)
      throws IOException, InterruptedException, JobFailedException {
    start(groups);
    awaitBegun(Integer.MAX_VALUE);
  }

  private void start(List<List<Integer>> groups) {
    clients.start(groups.stream().map(group -> group.stream().map(nodes::run).toList()).toList());
  }

  private void killWhileWriting(int victim, List<List<Integer>> groups)
      throws IOException, InterruptedException, JobFailedException {
    start(groups);
    awaitBegun(history.begun() + plan.writes() * Plan.CLIENTS / 2);
    boolean writing = clients.areWriting();
    nodes.kill(victim);
    say("node " + victim + " was killed" + (writing ? " while it took writes" : ""));
    awaitBegun(Integer.MAX_VALUE);
  }

  /** Waits until so many writes have been begun, or the clients are done. */
  private void awaitBegun(int count) throws IOException, InterruptedException, JobFailedException {
    while (clients.areWriting() && history.begun() < count) {
      nodes.requireUp();
      Thread.sleep(PAUSE.toMillis());
      tick();
    }
  }

  private void restart(int victim) throws IOException, InterruptedException, JobFailedException {
    NodeRun killed = nodes.run(victim);
    nodes.start(Map.of(victim, plan.offset(victim).minus(Plan.SET_BACK)));
    restarts.add(new Restart(killed, entries(nodes.run(victim))));
    writeBlindly(nodes.run(victim));
    say(
        "node "
            + victim
            + " is up again; its wall clock was set back by "
            + Plan.SET_BACK.toSeconds()
            + " s");
  }

  /** Writes as a new client: nothing but the node's own clock puts this after what it stamped. */
  private void writeBlindly(NodeRun node) throws IOException {
    Write write =
        new Write("key-0", "new-client-" + node.node(), node, List.of(), false, Optional.empty());
    history.begin(write);
    try (Connection connection = Connection.open(node.port())) {
      connection
          .ask(new Message.Put(write.key(), write.value(), Optional.empty()))
          .forEach(history::acknowledge);
    }
  }

  private List<List<Entry>> awaitEqualReplicas()
      throws IOException, InterruptedException, JobFailedException {
    Stopwatch merging = Stopwatch.start();
    List<List<Entry>> replicas = replicas();
    while (!merging.isOver(CONVERGENCE_LIMIT)
        && replicas.stream().map(Entry::digest).distinct().count() > 1) {
      nodes.requireUp();
      tick();
      Thread.sleep(PAUSE.toMillis());
      replicas = replicas();
    }
    return replicas;
  }

  private List<List<Entry>> replicas() throws IOException {
    List<List<Entry>> replicas = new ArrayList<>();
    for (int node : plan.all()) {
      replicas.add(entries(nodes.run(node)));
    }
    return replicas;
  }

  private List<Entry> entries(NodeRun node) throws IOException {
    try (Connection connection = Connection.open(node.port())) {
      List<Entry> all = new ArrayList<>();
      List<Entry> some;
      do {
        Optional<Entry> last =
            all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
        some = connection.ask(new Message.Pull(last.map(Entry::stored)));
        all.addAll(some);
      } while (!some.isEmpty());
      all.forEach(history::read);
      return all;
    }
  }

  private List<String> report(Evidence evidence) throws InterruptedException, JobFailedException {
    long merged = 0;
    long malformed = 0;
    for (String counted : nodes.counts()) {
      String[] counts = counted.split(" ", 2);
      merged += Long.parseLong(counts[0]);
      malformed += Long.parseLong(counts[1]);
    }
    progress.end();
    Findings findings = Audit.of(evidence);
    List<String> digests = evidence.replicas().stream().map(Entry::digest).toList();
    out.println();
    StoreReport.numbers(findings, restarts.size(), merged, malformed, digests)
        .forEach(out::println);
    return findings.failures();
  }

  /** Tells what has happened. */
  private void say(String line) {
    progress.end();
    out.println(status(line));
  }

  /** Shows that something happens. */
  private void tick() {
    progress.tick(() -> status("..."));
  }

  private String status(String line) {
    double seconds = watch.elapsed().toNanos() / 1e9;
    return String.format(
        Locale.ROOT, "%5.1f s %,7d writes  %s", seconds, history.acknowledged(), line);
  }

  @Override
  public void endProgress() {
    progress.end();
  }

  @Override
  public Optional<String> keepFiles() {
    return nodes.keepFiles().map(directory -> "the databases are in " + directory);
  }

  @Override
  public void close() {
    nodes.close();
  }
}
