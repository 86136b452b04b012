package io.github.uhlc.oracle.cli;

import io.github.uhlc.FileHighWaterMark;
import io.github.uhlc.NTP64;
import io.github.uhlc.oracle.OracleTimestamp;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the state of a server that goes on where another oracle has ended. */
@Command(
    name = "init",
    description = {
      "Makes the state of a server that goes on where another oracle has ended: all its numbers "
          + "will be of later milliseconds than the one given. Refuses a directory that has a "
          + "state already.",
      "",
      "Exit codes: 0 if the state was made, 1 if not, 2 for a bad option."
    })
final class InitCommand implements Callable<Integer> {
  private static final long LAST_MILLIS = (1L << 32) * 1000 - 1;

  @Spec private CommandSpec spec;

  @Mixin private StateDirectory state;

  @Option(
      names = "--seed-physical-ms",
      paramLabel = "<ms>",
      required = true,
      description =
          "The last millisecond of the other oracle, since 1970: 1 to 4294967295999. A server "
              + "refuses to start while that is ahead of its clock by more than --max-lead.")
  private String seedMillis;

  @Override
  public Integer call() throws IOException {
    long millis = Values.whole("--seed-physical-ms", seedMillis, 1, LAST_MILLIS);
    NTP64 bound = OracleTimestamp.of(millis, OracleTimestamp.MAX_COUNT - 1).toNtp64();
    try (FileHighWaterMark mark = state.open()) {
      // A mark at zero has never been used: an init before this one was interrupted.
      if (!mark.bound().equals(NTP64.ZERO)) {
        throw new IOException(
            "there is a state already, it must not be made anew: directory=" + state.path());
      }
      mark.extend(NTP64.ZERO, bound);
    }
    spec.commandLine().getOut().println("uhlc-oracle has made the state in " + state.path());
    return 0;
  }
}
