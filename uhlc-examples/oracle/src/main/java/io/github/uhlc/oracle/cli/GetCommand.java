package io.github.uhlc.oracle.cli;

import io.github.uhlc.oracle.OracleTimestamp;
import io.github.uhlc.oracle.client.Endpoint;
import io.github.uhlc.oracle.client.OracleClient;
import io.github.uhlc.oracle.client.TimestampRange;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks servers for numbers, and prints them. */
@Command(
    name = "get",
    description = {
      "Asks for numbers and prints them, a line each: the number, its millisecond as a date, and "
          + "its counter within that.",
      "",
      "Exit codes: 0 if all is well, 1 if there is no answer, if an answer is not greater than one "
          + "before, or if output fails, 2 for a bad option."
    })
final class GetCommand implements Callable<Integer> {
  private static final long WATCH_SECONDS = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--endpoints",
      paramLabel = "<host:port>",
      split = ",",
      defaultValue = "127.0.0.1:50551",
      description = "The servers, with commas between them. Default: ${DEFAULT-VALUE}.")
  private List<String> endpoints;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "<n>",
      defaultValue = "1",
      description = "How many numbers of one millisecond, 1 to 262144. Default: ${DEFAULT-VALUE}.")
  private String count;

  @Option(
      names = "--watch",
      description = "Asks again every second, until it is ended or something is wrong.")
  private boolean isWatching;

  @Option(
      names = "--timeout",
      paramLabel = "<time>",
      defaultValue = "10s",
      description = "How long to wait for an answer, 1ms to 1h. Default: ${DEFAULT-VALUE}.")
  private String timeout;

  @Override
  public Integer call() throws InterruptedException {
    int howMany = (int) Values.whole("--count", count, 1, OracleTimestamp.MAX_COUNT);
    Duration callTimeout =
        Values.duration(
            "--timeout", timeout, Duration.ofMillis(1), Duration.ofHours(1), "1ms to 1h");
    String[] servers =
        endpoints.stream()
            .map(text -> Values.endpoint("--endpoints", text))
            .map(Endpoint::toString)
            .toArray(String[]::new);
    PrintWriter out = spec.commandLine().getOut();
    try (OracleClient client =
        OracleClient.builder().endpoints(servers).callTimeout(callTimeout).build()) {
      show(client.next(howMany), out);
      while (isWatching && !out.checkError()) {
        TimeUnit.SECONDS.sleep(WATCH_SECONDS);
        show(client.next(howMany), out);
      }
    }
    return 0;
  }

  private static void show(TimestampRange range, PrintWriter out) {
    for (int i = 0; i < range.count(); i++) {
      OracleTimestamp number = range.get(i);
      out.println(number + " " + number.toInstant() + " " + number.logical());
    }
    out.flush();
  }
}
