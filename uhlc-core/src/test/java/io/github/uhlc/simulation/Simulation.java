package io.github.uhlc.simulation;

import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Runs a scenario on virtual time, deterministic by its seed, under the eyes of {@link Checks}. */
final class Simulation {
  /** More steps of a clock than add up before it is corrected. */
  private static final int MANY_STEPS = 20;

  private final Scenario scenario;
  private final Stamper.Factory stampers;
  private final RandomGenerator random;
  private final Checks checks;
  private final List<Node> nodes = new ArrayList<>();
  private final PriorityQueue<Message> messages = new PriorityQueue<>();
  private long trueNanos;
  private long started;

  private record Message(long arrivalNanos, int to, Timestamp sent) implements Comparable<Message> {
    @Override
    public int compareTo(Message other) {
      return Long.compare(arrivalNanos, other.arrivalNanos);
    }
  }

  private final class Node {
    private final FaultyClock clock =
        new FaultyClock(() -> trueNanos, skew(), random.nextDouble(-50, 50));
    private Stamper stamper;
    private Checks.Log log;

    Node() {
      restart();
    }

    /** Nothing survives but the physical clock; the ID is fresh. */
    void restart() {
      ID id = ID.ofUnsigned(++started * 0x9E3779B97F4A7C15L);
      stamper = stampers.start(id, clock, scenario.maxDelta());
      log = checks.newLog(id, clock);
    }

    void send() {
      Timestamp sent = stamper.stamp();
      log.issued(sent);
      int to = random.nextInt(scenario.nodes());
      if (random.nextDouble() >= scenario.loss()) {
        deliver(to, sent);
      }
      if (random.nextDouble() < scenario.loss()) {
        deliver(to, sent);
      }
    }

    private void deliver(int to, Timestamp sent) {
      long delayNanos = (long) (random.nextExponential() * 20 * scenario.meanGap().toNanos());
      messages.add(new Message(trueNanos + delayNanos, to, sent));
    }

    void receive(Timestamp sent) {
      boolean accepted = stamper.receive(sent);
      log.received(sent, accepted);
      if (accepted) {
        log.issued(stamper.stamp());
      }
    }

    void fault() {
      long sizeNanos =
          Math.min(
              (long) (Math.exp(random.nextDouble() * Math.log(262_144)) * 1_000_000),
              Scenario.MAX_STEP.toNanos());
      long signedNanos = random.nextBoolean() ? sizeNanos : -sizeNanos;
      switch (random.nextInt(6)) {
        case 0 -> clock.step(signedNanos);
        case 1 -> clock.freeze();
        case 2 -> clock.strobe(signedNanos);
        default -> clock.correct(skew());
      }
    }
  }

  Simulation(Scenario scenario, Stamper.Factory stampers) {
    this.scenario = scenario;
    this.stampers = stampers;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(scenario.seed());
    this.checks = new Checks(scenario.maxDelta());
    this.trueNanos = NTP64.of(scenario.start()).toNanos();
  }

  /**
   * Runs all steps.
   *
   * @throws AssertionError if a check fails
   */
  Checks run() {
    for (int i = 0; i < scenario.nodes(); i++) {
      nodes.add(new Node());
    }
    for (int i = 0; i < scenario.events(); i++) {
      trueNanos += (long) (random.nextExponential() * scenario.meanGap().toNanos());
      step();
    }
    checks.checkCuts(random);
    return checks;
  }

  /** Goes on after {@link #run}: all clocks are corrected, physical time catches up, calm steps. */
  Checks recover() {
    messages.clear();
    nodes.forEach(node -> node.clock.correct(skew()));
    trueNanos += MANY_STEPS * Scenario.MAX_STEP.toNanos();
    for (int i = 0; i < scenario.events(); i++) {
      trueNanos += (long) (random.nextExponential() * scenario.meanGap().toNanos());
      exchange(nodes.get(random.nextInt(nodes.size())));
    }
    return checks;
  }

  private void step() {
    Node node = nodes.get(random.nextInt(nodes.size()));
    double choice = random.nextDouble();
    if (choice < scenario.faults()) {
      node.fault();
    } else if (choice < scenario.faults() + scenario.crashes()) {
      node.restart();
    } else {
      exchange(node);
    }
  }

  private void exchange(Node sender) {
    if (!messages.isEmpty() && messages.peek().arrivalNanos() <= trueNanos) {
      Message message = messages.remove();
      nodes.get(message.to()).receive(message.sent());
    } else {
      sender.send();
    }
  }

  private long skew() {
    long skewNanos = scenario.skew().toNanos();
    return skewNanos == 0 ? 0 : random.nextLong(-skewNanos, skewNanos + 1);
  }
}
