package io.github.uhlc.oracle.cli;

import io.github.uhlc.FileHighWaterMark;
import io.github.uhlc.oracle.OracleListener;
import io.github.uhlc.oracle.TimestampOracle;
import io.github.uhlc.oracle.client.Endpoint;
import io.github.uhlc.oracle.server.OracleServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves numbers from a mark in a file, until the process is told to end. */
@Command(
    name = "serve",
    description = {
      "Serves strictly increasing numbers over gRPC (tsoracle.v1), from a state in a directory "
          + "that one server at a time can have. Ends on SIGTERM or SIGINT: it takes no more "
          + "calls, and answers those under way for at most 5 seconds.",
      "",
      "Exit codes: 143 after SIGTERM, 130 after SIGINT, 1 if it cannot serve, 2 for a bad option."
    })
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private StateDirectory state;

  @Option(
      names = "--listen",
      paramLabel = "<host:port>",
      defaultValue = "127.0.0.1:50551",
      description = "Where to listen; port 0 for a free one. Default: ${DEFAULT-VALUE}.")
  private String listen;

  @Option(
      names = "--plaintext",
      description =
          "Lets it listen beyond loopback: everybody who reaches the address can read and ask.")
  private boolean isPlaintext;

  @Option(
      names = "--window",
      paramLabel = "<time>",
      defaultValue = "400ms",
      description =
          "How far the durable bound is ahead of the clock, 1ms to 10m. After a restart numbers "
              + "may be ahead by as much. Default: ${DEFAULT-VALUE}.")
  private String window;

  @Option(
      names = "--max-lead",
      paramLabel = "<time>",
      defaultValue = "1h",
      description =
          "How far ahead of the clock numbers may be, 0s to 87600h; beyond that it refuses to "
              + "serve. Default: ${DEFAULT-VALUE}.")
  private String maxLead;

  @Option(
      names = "--log",
      paramLabel = "<level>",
      defaultValue = "info",
      description =
          "What goes to standard error: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private LogLevel level;

  @Override
  public Integer call() throws IOException, InterruptedException {
    InetSocketAddress address = address();
    TimestampOracle.Builder builder = builder();
    level.apply();
    try (FileHighWaterMark mark = state.open();
        TimestampOracle oracle = builder.withHighWaterMark(mark).build();
        OracleServer server = OracleServer.start(oracle, address)) {
      Shutdown shutdown = new Shutdown(server, oracle, mark, spec.commandLine().getErr());
      Runtime.getRuntime().addShutdownHook(new Thread(shutdown));
      String shown = new Endpoint(address.getHostString(), server.port()).toString();
      spec.commandLine().getOut().println("uhlc-oracle listens on " + shown);
      spec.commandLine().getOut().flush();
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private TimestampOracle.Builder builder() {
    return TimestampOracle.builder()
        .withWindow(
            Values.duration(
                "--window", window, Duration.ofMillis(1), Duration.ofMinutes(10), "1ms to 10m"))
        .withMaxLead(
            Values.duration(
                "--max-lead", maxLead, Duration.ZERO, Duration.ofDays(3650), "0s to 87600h"))
        .withListener(new LogOfMark());
  }

  private InetSocketAddress address() {
    Endpoint endpoint = Values.endpoint("--listen", listen);
    InetSocketAddress address = new InetSocketAddress(endpoint.host(), endpoint.port());
    if (address.isUnresolved()) {
      throw new BadOptionException("--listen names an unknown host: value=" + listen);
    }
    if (!isPlaintext && !address.getAddress().isLoopbackAddress()) {
      throw new BadOptionException(
          "--listen is not a loopback address, which needs --plaintext, as everybody who reaches "
              + "it can read and ask: value="
              + listen);
    }
    return address;
  }

  private static final class LogOfMark implements OracleListener {
    private static final System.Logger LOG = System.getLogger(ServeCommand.class.getName());

    @Override
    public void onMarkFailure(Throwable failure) {
      LOG.log(System.Logger.Level.DEBUG, "the mark has failed", failure);
    }
  }
}
