package io.github.uhlc.jmh;

import io.github.uhlc.TimestampFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * One goal for the speed of uhlc: which benchmark it is about, and the limits on its time and on
 * what it allocates, within one run. Immutable.
 *
 * @param what the goal, in words
 * @param benchmark the key of the benchmark
 * @param nanos the limit on its nanoseconds per operation
 * @param bytes the limit on its bytes per operation, if there is one
 */
record Target(String what, String benchmark, Limit nanos, Optional<Limit> bytes) {
  /** Whether a target holds. */
  enum Verdict {
    MET,
    MISSED,
    NOT_MEASURED
  }

  /**
   * An upper limit on a measured quantity: a number, or a multiple of the same quantity of a
   * baseline in the same run.
   *
   * @param factor the limit, or how many times the baseline
   * @param baseline the key of the baseline, empty if there is none
   */
  record Limit(double factor, String baseline) {
    /** A limit that is a number. */
    static Limit of(double limit) {
      return new Limit(limit, "");
    }

    /** A limit that is a multiple of a baseline. */
    static Limit times(double factor, String baseline) {
      return new Limit(factor, baseline);
    }

    /** Whether the limit is a multiple of a baseline. */
    boolean isRatio() {
      return !baseline.isEmpty();
    }

    /** Returns what {@link #factor} is a multiple of: one, or what was measured of the baseline. */
    private OptionalDouble base(Results results, ToDoubleFunction<Measurement> quantity) {
      return isRatio()
          ? results.find(baseline).stream().mapToDouble(quantity).findFirst()
          : OptionalDouble.of(1);
    }
  }

  // What the VM allocates beside the benchmark is in the counters, too: up to some thousandths of
  // a byte per operation.
  private static final double MAX_STRAY_BYTES = 0.05;

  private static final Limit NOTHING = Limit.of(0);

  /** All targets, in the order of the report. */
  static List<Target> all() {
    List<Target> targets = new ArrayList<>();
    addIssue(targets);
    addReceive(targets);
    addForms(targets);
    addOracle(targets);
    addPeers(targets);
    return targets;
  }

  private static void addIssue(List<Target> targets) {
    String floor = "Issue.floorNanoTimeAndCas";
    targets.add(
        of(
            "`PhysicalClock.system()`",
            "Floor.physicalClock[SYSTEM]",
            Limit.times(1.1, "Floor.floorNanoTime"),
            NOTHING));
    targets.add(of("`newTime`", "Issue.newTime[SYSTEM]", Limit.times(1.15, floor), NOTHING));
    targets.add(
        of(
            "`newTime` with a high-water mark",
            "Issue.newTimeWithMark",
            Limit.times(1.1, "Issue.newTime[SYSTEM]"),
            NOTHING));
    targets.add(
        of(
            "`newTimestamp`, one object",
            "Issue.newTimestamp[SYSTEM]",
            Limit.times(1.25, floor),
            Limit.times(1, "Issue.floorObject")));
    targets.add(
        of(
            "`newTimestamps(1000)`, each",
            "Issue.newTimestamps1000[SYSTEM]",
            Limit.of(0.5),
            Limit.of(0.1)));
    targets.add(
        of(
            "`newTimestamp`, 2 threads on one HLC",
            "Issue.newTimestampThreads2",
            Limit.times(0.4, "Issue.textbookThreads2")));
  }

  private static void addReceive(List<Target> targets) {
    Limit clock = Limit.times(1.15, "Receive.floorSystemClock");
    targets.add(of("`update…`, not ahead", "Receive.updateNotAhead", clock, NOTHING));
    targets.add(of("`tryUpdate…`, not ahead", "Receive.tryUpdateNotAhead", clock, NOTHING));
    targets.add(of("`tryUpdate…`, refused", "Receive.tryUpdateRefused", clock, NOTHING));
  }

  private static void addForms(List<Target> targets) {
    String text = "Text.floorNanoTime";
    targets.add(
        of(
            "`toString`, no garbage",
            "Text.timestampToString",
            Limit.times(4, text),
            Limit.times(1, "Text.floorString")));
    targets.add(
        of(
            "`parse`, no garbage",
            "Text.parse",
            Limit.times(2.5, text),
            Limit.times(1, "Text.floorObjects")));
    targets.add(of("`toRfc3339`", "Text.toRfc3339", Limit.times(5, text)));
    targets.add(of("`parseRfc3339`", "Text.parseRfc3339", Limit.times(8, text)));
    for (TimestampFormat format : TimestampFormat.values()) {
      addBinary(targets, format, "encode", "to an array");
      addBinary(targets, format, "decode", "from an array");
      addBinary(targets, format, "encodeToBuffer", "to a buffer");
      addBinary(targets, format, "decodeFromBuffer", "from a buffer");
    }
  }

  private static void addBinary(
      List<Target> targets, TimestampFormat format, String method, String way) {
    targets.add(
        of(
            "`" + format + "` " + way,
            "Bytes." + method + '[' + format + ']',
            Limit.times(0.6, "Bytes.floorNanoTime")));
  }

  private static void addOracle(List<Target> targets) {
    targets.add(
        of("`next` of an oracle", "Oracle.next", Limit.times(1.2, "Oracle.newTime"), NOTHING));
    targets.add(
        of(
            "`next` of an oracle with a lease",
            "Oracle.nextWithLease",
            Limit.times(1.2, "Oracle.floorTwoNanoTimesAndCas"),
            NOTHING));
    Limit batch = Limit.times(2, "Oracle.newTimestamps1000");
    // Two longs, an int and the header.
    Limit object = Limit.of(32);
    targets.add(of("`grant(1000)`, one object", "Oracle.grant1000", batch, object));
    targets.add(
        of("`grant(1000)` with a lease, one object", "Oracle.grant1000WithLease", batch, object));
  }

  private static void addPeers(List<Target> targets) {
    for (Peer peer : Peer.values()) {
      if (peer.isMonotonic() && !peer.isUhlc()) {
        Peer uhlc = peer.counterpart();
        targets.add(
            of(
                uhlc.label() + " before " + peer.label(),
                uhlc.benchmark(),
                Limit.times(1, peer.benchmark())));
      }
    }
  }

  private static Target of(String what, String benchmark, Limit nanos) {
    return new Target(what, benchmark, nanos, Optional.empty());
  }

  private static Target of(String what, String benchmark, Limit nanos, Limit bytes) {
    return new Target(what, benchmark, nanos, Optional.of(bytes));
  }

  /** Returns the measured time, as a multiple of the baseline if there is one. */
  OptionalDouble ratio(Results results) {
    Optional<Measurement> measured = results.find(benchmark);
    OptionalDouble base = nanos.base(results, Measurement::nanos);
    return measured.isPresent() && base.isPresent()
        ? OptionalDouble.of(measured.get().nanos() / base.getAsDouble())
        : OptionalDouble.empty();
  }

  /** Tells whether this target holds in a run. */
  Verdict verdict(Results results) {
    OptionalDouble ratio = ratio(results);
    double excessBytes = bytes.isPresent() ? excessBytes(bytes.get(), results) : 0;
    if (ratio.isEmpty() || Double.isNaN(excessBytes)) {
      return Verdict.NOT_MEASURED;
    }
    return ratio.getAsDouble() <= nanos.factor() && excessBytes <= MAX_STRAY_BYTES
        ? Verdict.MET
        : Verdict.MISSED;
  }

  /** Tells whether both the benchmark and its baseline were measured steadily. */
  boolean isSteady(Results results) {
    return Stream.of(benchmark, nanos.baseline())
        .flatMap(key -> results.find(key).stream())
        .allMatch(Measurement::isSteady);
  }

  /** The bytes beyond a limit, negative if below, NaN if they were not measured. */
  private double excessBytes(Limit limit, Results results) {
    double measured = results.find(benchmark).map(Measurement::bytes).orElse(Double.NaN);
    double base = limit.base(results, Measurement::bytes).orElse(Double.NaN);
    return measured - limit.factor() * base;
  }
}
