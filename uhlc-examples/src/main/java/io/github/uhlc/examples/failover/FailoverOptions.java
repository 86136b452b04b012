package io.github.uhlc.examples.failover;

import io.github.uhlc.examples.BadOptionException;
import io.github.uhlc.examples.Numbers;
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
      description =
          "How long the primary may serve without renewing its lease, 500 to 60000. "
              + "Default: ${DEFAULT-VALUE}.")
  private String leaseMillis;

  @Option(
      names = "--safety-margin",
      paramLabel = "<ms>",
      defaultValue = "100",
      description =
          "How far the backup starts beyond the last time that the primary can have issued, "
              + "1 to 60000. Default: ${DEFAULT-VALUE}.")
  private String marginMillis;

  @Option(
      names = "--frozen-clock",
      hidden = true,
      paramLabel = "<ms>",
      description = "The wall clock stands still at so many milliseconds.")
  private Long frozenMillis;

  /**
   * Returns the time without renewal after which the primary stops.
   *
   * @throws BadOptionException if it is outside its range
   */
  Duration lease() {
    // It is renewed every quarter; what is shorter would run out whenever the machine is busy.
    return Duration.ofMillis(Numbers.whole("--lease", leaseMillis, 500, 60_000));
  }

  /**
   * Returns how far the backup starts beyond the last time of the primary.
   *
   * @throws BadOptionException if it is outside its range
   */
  Duration safetyMargin() {
    // The backup starts beyond the last millisecond that the primary can have used.
    return Duration.ofMillis(Numbers.whole("--safety-margin", marginMillis, 1, 60_000));
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
    arguments.add("--lease=" + lease().toMillis());
    arguments.add("--safety-margin=" + safetyMargin().toMillis());
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
}
