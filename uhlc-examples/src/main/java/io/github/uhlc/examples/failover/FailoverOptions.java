package io.github.uhlc.examples.failover;

import io.github.uhlc.examples.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that the node and its oracles share. */
final class FailoverOptions {
  @Option(
      names = "--lease",
      paramLabel = "<ms>",
      defaultValue = "2000",
      converter = LeaseMillis.class,
      description =
          "How long the primary may serve without renewing its lease, 500 to 60000. "
              + "Default: ${DEFAULT-VALUE}.")
  private int leaseMillis;

  @Option(
      names = "--safety-margin",
      paramLabel = "<ms>",
      defaultValue = "100",
      converter = MarginMillis.class,
      description =
          "How far the backup starts beyond the last time that the primary can have issued, "
              + "1 to 60000. Default: ${DEFAULT-VALUE}.")
  private int marginMillis;

  @Option(
      names = "--frozen-clock",
      hidden = true,
      paramLabel = "<ms>",
      description = "The wall clock stands still at so many milliseconds.")
  private Long frozenMillis;

  Duration lease() {
    return Duration.ofMillis(leaseMillis);
  }

  Duration safetyMargin() {
    return Duration.ofMillis(marginMillis);
  }

  Primary primary() {
    return new Primary(clock(), newLease());
  }

  Backup backup() {
    return new Backup(clock(), newLease(), safetyMargin());
  }

  /** Returns the command line that says the same. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add("--lease=" + leaseMillis);
    arguments.add("--safety-margin=" + marginMillis);
    if (frozenMillis != null) {
      arguments.add("--frozen-clock=" + frozenMillis);
    }
    return arguments;
  }

  private MillisClock clock() {
    return new MillisClock(frozenMillis == null ? System::currentTimeMillis : () -> frozenMillis);
  }

  private Lease newLease() {
    return new Lease(System::nanoTime, lease());
  }

  // It is renewed every quarter; what is shorter would run out whenever the machine is busy.
  private static final class LeaseMillis extends Range {
    LeaseMillis() {
      super(500, 60_000);
    }
  }

  // The backup starts beyond the last millisecond that the primary can have used.
  private static final class MarginMillis extends Range {
    MarginMillis() {
      super(1, 60_000);
    }
  }
}
