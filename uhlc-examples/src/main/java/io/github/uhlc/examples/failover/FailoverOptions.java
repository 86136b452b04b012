package io.github.uhlc.examples.failover;

import io.github.uhlc.examples.BadOptionException;
import io.github.uhlc.examples.Numbers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import picocli.CommandLine.Option;

/** The options of the node. */
final class FailoverOptions {
  @Option(
      names = "--lease",
      paramLabel = "<ms>",
      defaultValue = "2000",
      description =
          "How long the primary may serve without answering the node, 500 to 60000. "
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
      names = "--state",
      paramLabel = "<directory>",
      description =
          "Where the mark is, so that times do not go back when the service is started again. "
              + "Default: a temporary directory.")
  private Optional<Path> state = Optional.empty();

  @Option(
      names = "--two-processes",
      description =
          "Runs the primary and the backup in a process each, and says on standard error which.")
  private boolean twoProcesses;

  @Option(
      names = "--frozen-clock",
      hidden = true,
      paramLabel = "<ms>",
      description = "The wall clock stands still at so many milliseconds.")
  private Long frozenMillis;

  /** A wall clock in milliseconds; it stands still where a time is given. */
  static LongSupplier wallClock(Long frozenMillis) {
    return frozenMillis == null ? System::currentTimeMillis : () -> frozenMillis;
  }

  /**
   * Returns the time without an answer after which the primary is ended.
   *
   * @throws BadOptionException if it is outside its range
   */
  Duration lease() {
    // There is a heartbeat every quarter; a shorter one would run out whenever the machine is busy.
    return Duration.ofMillis(Numbers.whole("--lease", leaseMillis, 500, 60_000));
  }

  /**
   * Returns how far the backup starts beyond the last time of the primary.
   *
   * @throws BadOptionException if it is outside its range
   */
  Duration safetyMargin() {
    return Duration.ofMillis(Numbers.whole("--safety-margin", marginMillis, 1, 60_000));
  }

  /**
   * Returns the directory that outlives the service, if there is one.
   *
   * @throws BadOptionException if there is no such directory
   */
  Optional<Path> state() {
    if (state.isPresent() && !Files.isDirectory(state.get())) {
      throw new BadOptionException(
          "--state is not a directory, it must be one that exists: value=" + state.get());
    }
    return state;
  }

  boolean twoProcesses() {
    return twoProcesses;
  }

  Long frozenMillis() {
    return frozenMillis;
  }
}
