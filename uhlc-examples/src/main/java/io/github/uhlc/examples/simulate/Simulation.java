package io.github.uhlc.examples.simulate;

import io.github.uhlc.examples.simulate.Outcome.NodeOutcome;
import io.github.uhlc.examples.simulate.SimulatedNode.Stamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * Nodes that send each other messages on virtual time. All depends on the settings alone: time is
 * that of the events, which are taken in order, and randomness comes from the seed. Not
 * thread-safe.
 */
final class Simulation {
  private static final int TASKS_PER_LOOK = 4_096;

  /**
   * Something that is going to happen: a node sends, or a message arrives at it.
   *
   * @param atNanos when
   * @param number breaks ties
   * @param node the index of the node
   * @param message the message that arrives, if one does
   */
  private record Task(long atNanos, long number, int node, Optional<Stamp> message) {}

  private final Settings settings;
  private final Random random;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final Outcome outcome;
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::atNanos).thenComparing(Task::number));
  private long taskCount;
  private long doneCount;

  Simulation(Settings settings) {
    this.settings = settings;
    this.random = new Random(settings.seed());
    List<NodeOutcome> outcomes = new ArrayList<>();
    for (NodeSettings node : settings.nodes()) {
      nodes.add(new SimulatedNode(nodes.size() + 1, node, settings));
      Series leads = new Series(settings.lengthNanos());
      outcomes.add(new NodeOutcome(node, new Figures(), leads, new Series(settings.lengthNanos())));
    }
    outcome = new Outcome(settings, new Figures(), List.copyOf(outcomes));
  }

  /**
   * Runs it, once.
   *
   * @param progress gets, now and then, how much virtual time has passed, in nanoseconds
   */
  Outcome run(LongConsumer progress) {
    for (int node = 0; node < nodes.size(); node++) {
      scheduleSending(0, node);
    }
    for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
      if (++doneCount % TASKS_PER_LOOK == 0) {
        progress.accept(task.atNanos());
      }
      if (task.message().isPresent()) {
        receive(task, task.message().get());
      } else {
        send(task);
      }
    }
    return outcome;
  }

  private void send(Task task) {
    Stamp stamp = nodes.get(task.node()).send(task.atNanos());
    record(task, stamp);
    if (nodes.size() > 1) {
      int other = random.nextInt(nodes.size() - 1);
      int receiver = other < task.node() ? other : other + 1;
      long delayNanos = settings.delayNanos() / 2 + exponential(settings.delayNanos() / 2.0);
      schedule(task.atNanos() + delayNanos, receiver, Optional.of(stamp));
    }
    scheduleSending(task.atNanos(), task.node());
  }

  private void receive(Task task, Stamp message) {
    nodes
        .get(task.node())
        .receive(task.atNanos(), message)
        .ifPresentOrElse(stamp -> record(task, stamp), () -> recordRefusal(task));
  }

  private void record(Task task, Stamp stamp) {
    long leadNtp = stamp.physicalNtp() - nodes.get(task.node()).physicalNtp();
    NodeOutcome node = outcome.nodes().get(task.node());
    node.figures().add(leadNtp, stamp.counter());
    outcome.total().add(leadNtp, stamp.counter());
    node.leads().add(task.atNanos(), Figures.millis(leadNtp));
    node.counters().add(task.atNanos(), (double) stamp.counter());
  }

  private void recordRefusal(Task task) {
    outcome.nodes().get(task.node()).figures().addRefusal();
    outcome.total().addRefusal();
  }

  private void scheduleSending(long nowNanos, int node) {
    double meanNanos = 1e9 / settings.nodes().get(node).messagesPerSecond();
    schedule(nowNanos + exponential(meanNanos), node, Optional.empty());
  }

  /** Plans what happens before the end. */
  private void schedule(long atNanos, int node, Optional<Stamp> message) {
    if (atNanos < settings.lengthNanos()) {
      tasks.add(new Task(atNanos, taskCount++, node, message));
    }
  }

  private long exponential(double mean) {
    // StrictMath gives the same bits on every machine.
    return (long) (-StrictMath.log(1 - random.nextDouble()) * mean);
  }
}
