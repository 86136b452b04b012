package io.github.uhlc.oracle;

import io.github.uhlc.HighWaterMark;
import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import io.github.uhlc.fixture.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Oracles on one mark in virtual time, deterministic by a seed. Whenever one of them reads a
 * counter or calls its mark, it may pause there, and the others go on meanwhile.
 */
final class OracleWorld {
  // One thread acts at a time. HLCs extend their marks on threads of their own; but time moves in
  // quanta so large against the window that a time that has moved is beyond the bound, and one that
  // has not is before the refill point. So a caller always waits for the extension, and the thread
  // that extends acts in its place. All moves are multiples of 8 ms, twice the window, also at half
  // the rate of any counter; only offsets of less than a microsecond in the bounds are random.

  static final Duration LEASE = Duration.ofSeconds(48);
  static final Duration WINDOW = Duration.ofMillis(4);

  private static final long QUANTUM_NANOS = 4_000_000_000L;
  private static final int MAX_DEPTH = 2;
  private static final long STEP_NANOS = 8_000_000;
  private static final double[] RATES = {0.96, 1, 1.04};

  /** What is simulated: the real oracle, or a twin. */
  interface Oracle {
    OracleGrant grant(int count);

    /** Returns whether it serves. */
    boolean step();
  }

  /** Starts an oracle on a node's mark, clock and counter. */
  interface Starter {
    Oracle start(HighWaterMark mark, PhysicalClock clock, LongSupplier counter);
  }

  private record Write(NTP64 current, NTP64 bound) {}

  private final Starter starter;
  private final RandomGenerator random;
  private final OracleChecks checks = new OracleChecks();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Write> belated = new ArrayList<>();
  private final double faults;
  private NTP64 bound = NTP64.ZERO;
  private long trueNanos = Instant.parse("2024-07-01T12:00:00Z").getEpochSecond() * 1_000_000_000L;
  private int depth;
  private boolean isCalm;
  private int refused;
  private int failovers;
  private long lastEpoch;

  OracleWorld(long seed, double faults, Starter starter) {
    this.random = Seeds.random(seed);
    this.faults = faults;
    this.starter = starter;
    int count = random.nextInt(2, 6);
    for (int i = 0; i < count; i++) {
      nodes.add(new Node());
    }
  }

  /** Runs under faults, then without: then one of them must serve. */
  OracleWorld run(int acts) {
    for (int i = 0; i < acts; i++) {
      act();
    }
    isCalm = true;
    nodes.forEach(Node::heal);
    long startNanos = trueNanos;
    while (nodes.stream().noneMatch(node -> node.isServing)) {
      checks.require(
          "replaced", trueNanos - startNanos < 2 * LEASE.toNanos(), "nobody serves: " + bound);
      trueNanos += QUANTUM_NANOS / 2;
      nodes.forEach(Node::step);
    }
    return this;
  }

  int grants() {
    return checks.grants();
  }

  int refused() {
    return refused;
  }

  int failovers() {
    return failovers;
  }

  private void act() {
    if (random.nextInt(depth > 0 ? 2 : 4) == 0) {
      trueNanos += QUANTUM_NANOS;
    }
    if (!belated.isEmpty() && random.nextInt(20) == 0) {
      Write write = belated.remove(random.nextInt(belated.size()));
      bound = bound.equals(write.current()) ? write.bound() : bound;
    }
    List<Node> idle = nodes.stream().filter(node -> !node.isBusy).toList();
    if (!idle.isEmpty()) {
      idle.get(random.nextInt(idle.size())).act();
    }
  }

  private boolean happens(double probability) {
    return !isCalm && random.nextDouble() < probability * faults;
  }

  /** Lets the others go on, for up to two leases. */
  private void pause() {
    long endNanos = trueNanos + random.nextInt(1, 28) * QUANTUM_NANOS;
    depth++;
    while (depth < MAX_DEPTH && trueNanos < endNanos) {
      act();
    }
    depth--;
    trueNanos = Math.max(trueNanos, endNanos);
  }

  /** A machine with a counter, a wall clock and a way to the mark. */
  private final class Node implements HighWaterMark {
    private final double rate = RATES[random.nextInt(RATES.length)];

    /** A suspend that no clock shows is a hazard: machines are suspended, or their clocks step. */
    private final boolean isSuspended = random.nextInt(3) == 0;

    private long wallOffsetNanos = random.nextInt(-3, 4) * STEP_NANOS;
    private long suspendedNanos;
    private boolean isFrozen;
    private long frozenNanos;
    private boolean isBusy;
    private boolean isCutOff;
    private boolean isServing;
    private long extensionNanos;
    private Oracle oracle;

    Node() {
      oracle = starter.start(this, this::wallClock, this::counter);
    }

    void heal() {
      isCutOff = false;
      isFrozen = false;
      wallOffsetNanos = 0;
      belated.clear();
    }

    void act() {
      double choice = random.nextDouble();
      if (choice < 0.05 * faults) {
        fault();
      } else if (choice < 0.6) {
        ask();
      } else {
        step();
      }
    }

    void ask() {
      isBusy = true;
      OracleChecks.Asked asked = checks.ask();
      try {
        OracleGrant grant = oracle.grant(random.nextInt(1, 4));
        checks.answered(
            asked, grant, bound, Duration.ofNanos(counterNow() - extensionNanos), LEASE);
        failovers += grant.epoch() == lastEpoch ? 0 : 1;
        lastEpoch = grant.epoch();
      } catch (NotServingException e) {
        refused += e.getMessage().startsWith("the lease ended") ? 1 : 0;
      } finally {
        isBusy = false;
      }
    }

    void step() {
      isBusy = true;
      isServing = oracle.step();
      isBusy = false;
    }

    private void fault() {
      switch (random.nextInt(6)) {
        case 0 -> isCutOff = !isCutOff;
        case 1 -> oracle = starter.start(this, this::wallClock, this::counter);
        case 2 -> suspend();
        case 3 -> {
          isFrozen = !isSuspended && !isFrozen;
          frozenNanos = trueNanos + wallOffsetNanos;
        }
        default -> {
          long hours = random.nextInt(-3, 4);
          // Less than an hour forward in sum: beyond it oracles refuse to serve.
          wallOffsetNanos =
              isSuspended ? 0 : hours < 0 ? hours * 3_600_000_000_000L : hours * 8 * STEP_NANOS;
        }
      }
    }

    private void suspend() {
      if (isSuspended) {
        boolean wasBusy = isBusy;
        isBusy = true;
        long startNanos = trueNanos;
        pause();
        suspendedNanos += trueNanos - startNanos;
        isBusy = wasBusy;
      }
    }

    private long counterNow() {
      return (long) ((trueNanos - suspendedNanos) * rate);
    }

    /** No pause after it: an answer counts as handed out when the lease was looked at. */
    private long counter() {
      mayPause();
      return counterNow();
    }

    private void mayPause() {
      if (isBusy && happens(0.005)) {
        if (random.nextInt(3) == 0) {
          suspend();
        } else {
          pause();
        }
      }
    }

    /** In the middle of a millisecond, so that no rounding takes it to another. */
    private long wallClock() {
      mayPause();
      long wallNanos = isFrozen ? frozenNanos : trueNanos + wallOffsetNanos;
      return NTP64.ofSeconds(0, wallNanos + 500_000).bits();
    }

    @Override
    public NTP64 bound() {
      mayBeSlow();
      mayFail();
      NTP64 read = bound;
      mayBeSlow();
      mayFail();
      return read;
    }

    @Override
    public void extend(NTP64 current, NTP64 newBound) {
      long startNanos = counterNow();
      mayBeSlow();
      if (happens(0.02)) {
        belated.add(new Write(current, newBound));
        throw new IllegalStateException("no answer");
      }
      mayFail();
      if (!bound.equals(current)) {
        throw new IllegalStateException("the bound is another");
      }
      bound = newBound;
      mayBeSlow();
      mayFail();
      extensionNanos = startNanos;
    }

    private void mayBeSlow() {
      if (happens(0.02)) {
        boolean wasBusy = isBusy;
        isBusy = true;
        pause();
        isBusy = wasBusy;
      }
    }

    private void mayFail() {
      if ((isCutOff && !isCalm) || happens(0.02)) {
        throw new IllegalStateException("the store is down");
      }
    }
  }
}
