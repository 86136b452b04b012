package io.github.uhlc.examples.failover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A primary and a backup that are asked in random order, while messages between them are late, lost
 * and repeated, the wall clock goes any way, and the primary is paused wherever it looks at a
 * clock; meanwhile the backup goes on. It ends at the first time issued that should not have been.
 */
final class Schedule {
  private static final int STEPS = 300;
  private static final long LEASE_NANOS = ManualTime.LEASE.toNanos();

  private final Twin twin;
  private final RandomGenerator random;
  private final Primary primary;
  private final Backup backup;
  private final List<Signal> holds = new ArrayList<>();
  private final List<Signal> acknowledgements = new ArrayList<>();
  private final List<MillisTime> ofPrimary = new ArrayList<>();
  private final List<MillisTime> ofBackup = new ArrayList<>();
  private Optional<String> violation = Optional.empty();
  private MillisTime last = new MillisTime(-1, 0);
  private long wallMillis = 1_000_000;
  private long nanos;
  private int refusedLate;
  private long nanosBeforeRequest;
  private boolean primaryIsDead;

  /** What is wrong with the oracles. */
  enum Twin {
    NOTHING,
    /** The primary serves on when its lease has run out. */
    LEASE_IGNORED,
    /** The primary looks at its lease only before it draws. */
    LEASE_NOT_LOOKED_AT_LAST,
    /** The primary's lease counts from when it hears of it, not from when it asked. */
    LEASE_FROM_ACKNOWLEDGEMENT,
    /** The backup does not hear of the bound, and starts by its own clock. */
    BOUND_UNHEARD,
    /** The backup starts at the bound, not beyond it. */
    NO_MARGIN
  }

  Schedule(Twin twin, long seed) {
    this.twin = twin;
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    // The counter overflows within the run, as System.nanoTime may.
    nanos = Long.MAX_VALUE - random.nextLong(10 * LEASE_NANOS);
    Duration primaryLease =
        twin == Twin.LEASE_IGNORED ? ManualTime.LEASE.multipliedBy(1000) : ManualTime.LEASE;
    Duration margin = twin == Twin.NO_MARGIN ? Duration.ZERO : ManualTime.MARGIN;
    primary =
        new Primary(
            new MillisClock(this::wallMillisOfPrimary),
            new Lease(this::nanosOfPrimary, primaryLease));
    backup =
        new Backup(
            new MillisClock(() -> wallMillis), new Lease(() -> nanos, ManualTime.LEASE), margin);
  }

  /** Runs it, and returns what was wrong, if anything. */
  Optional<String> run() {
    for (int step = 0; step < STEPS && violation.isEmpty(); step++) {
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> askPrimary(Signal.GET);
        case 3 -> askPrimary(Signal.RENEW);
        case 4, 5 -> take(holds).ifPresent(this::hold);
        case 6, 7 -> take(acknowledgements).ifPresent(this::acknowledge);
        case 8 -> letTimePass();
        default -> askBackup();
      }
    }
    return violation;
  }

  List<MillisTime> ofPrimary() {
    return ofPrimary;
  }

  List<MillisTime> ofBackup() {
    return ofBackup;
  }

  /** How often the primary itself refused to issue a time when the backup had issued one. */
  int refusedLate() {
    return refusedLate;
  }

  boolean hasOverflown() {
    return nanos < 0;
  }

  private void askPrimary(Signal request) {
    nanosBeforeRequest = nanos;
    Signal answer = primary.answer(request);
    if (primaryIsDead) {
      return; // It may have died while it was at it.
    }
    switch (answer.kind()) {
      case HOLD -> holds.add(answer);
      case TIME -> issue(answer, ofPrimary);
      case REFUSED -> refusedLate += ofBackup.isEmpty() ? 0 : 1;
      default -> {}
    }
  }

  private void hold(Signal hold) {
    boolean unheard = twin == Twin.BOUND_UNHEARD;
    Signal held = backup.answer(unheard ? new Signal(Signal.Kind.HOLD, 0, 0) : hold);
    if (held.is(Signal.Kind.HELD)) {
      acknowledgements.add(unheard ? hold.held() : held);
    }
  }

  private void acknowledge(Signal held) {
    boolean late = twin == Twin.LEASE_FROM_ACKNOWLEDGEMENT;
    askPrimary(late ? new Signal(held.kind(), held.pt(), nanos) : held);
  }

  private void askBackup() {
    boolean takeOver = random.nextInt(20) == 0;
    primaryIsDead |= takeOver;
    backup.answer(takeOver ? Signal.TAKE_OVER : Signal.WATCH);
    Signal answer = backup.answer(Signal.GET);
    if (answer.is(Signal.Kind.TIME)) {
      issue(answer, ofBackup);
    }
  }

  private void issue(Signal answer, List<MillisTime> times) {
    MillisTime time = new MillisTime(answer.pt(), answer.number());
    if (time.compareTo(last) <= 0) {
      violation = Optional.of(time + " comes after " + last);
    } else if (times == ofPrimary && !ofBackup.isEmpty()) {
      violation = Optional.of("the primary issues " + time + " after the backup has taken over");
    }
    last = time;
    times.add(time);
  }

  private void letTimePass() {
    nanos += random.nextLong(LEASE_NANOS / 2);
    wallMillis +=
        switch (random.nextInt(4)) {
          case 0 -> random.nextLong(100);
          case 1 -> random.nextLong(100_000);
          case 2 -> -random.nextLong(10_000);
          default -> 0;
        };
  }

  /** Takes a message out, or leaves it to come again, or loses it. */
  private Optional<Signal> take(List<Signal> messages) {
    if (messages.isEmpty()) {
      return Optional.empty();
    }
    int index = random.nextInt(messages.size());
    Signal message = random.nextInt(10) == 0 ? messages.get(index) : messages.remove(index);
    return random.nextInt(10) == 0 ? Optional.empty() : Optional.of(message);
  }

  private long nanosOfPrimary() {
    mayPause();
    return twin == Twin.LEASE_NOT_LOOKED_AT_LAST ? nanosBeforeRequest : nanos;
  }

  private long wallMillisOfPrimary() {
    mayPause();
    return wallMillis;
  }

  private void mayPause() {
    if (backup != null && random.nextInt(10) == 0) {
      nanos += random.nextLong(2 * LEASE_NANOS);
      askBackup();
    }
  }
}
