package io.github.uhlc.oracle.server;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.github.uhlc.oracle.TimestampOracle;
import io.github.uhlc.oracle.wire.TsoServiceGrpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A gRPC server of an oracle, with {@code grpc.health.v1} and reflection, in plain text. This class
 * is thread-safe.
 */
public final class OracleServer implements AutoCloseable {
  // State: the server, the pulse and the threads, which are thread-safe themselves.
  // Calls of the oracle have threads of their own, as they wait for its mark at times, and those
  // that read the network or answer about health never may.

  private static final int MAX_MESSAGE_BYTES = 64 * 1024;
  private static final int MAX_METADATA_BYTES = 8 * 1024;
  private static final int MAX_CALLS_PER_CONNECTION = 1000;
  private static final int THREADS = 8;
  private static final System.Logger LOG = System.getLogger(OracleServer.class.getName());

  private final Server server;
  private final HealthStatusManager health;
  private final ExecutorService threads;
  private final Pulse pulse;

  /**
   * Starts a server.
   *
   * @param oracle the oracle, which stays the caller's to close, after the server
   * @param address where to listen; port 0 for a free one
   * @return the server, which listens
   * @throws IOException if it cannot listen there
   */
  public static OracleServer start(TimestampOracle oracle, InetSocketAddress address)
      throws IOException {
    return start(oracle, NettyServerBuilder.forAddress(address));
  }

  static OracleServer start(TimestampOracle oracle, ServerBuilder<?> builder) throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(null, task, "uhlc-oracle-call", 0, false);
              thread.setDaemon(true);
              return thread;
            });
    try {
      return new OracleServer(oracle, builder, threads);
    } catch (IOException | RuntimeException e) {
      threads.shutdown();
      throw e;
    }
  }

  private OracleServer(TimestampOracle oracle, ServerBuilder<?> builder, ExecutorService threads)
      throws IOException {
    this.threads = threads;
    this.health = new HealthStatusManager();
    setHealth(ServingStatus.NOT_SERVING);
    if (builder instanceof NettyServerBuilder netty) {
      netty.maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION);
      netty.permitKeepAliveTime(5, SECONDS);
    }
    this.server =
        builder
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .maxInboundMetadataSize(MAX_METADATA_BYTES)
            .callExecutor(new OracleCallsOn(threads))
            .directExecutor()
            .addService(new OracleService(oracle))
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance())
            .build()
            .start();
    this.pulse = Pulse.start(oracle, new Announcer());
  }

  /**
   * Returns the port.
   *
   * @return the port on which this server listens
   */
  public int port() {
    return server.getPort();
  }

  /**
   * Stops to take calls, waits until those under way are answered, and closes the server.
   *
   * @param grace how long to wait at most; what is under way then is cancelled
   * @return whether all calls were answered
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public boolean stop(Duration grace) throws InterruptedException {
    pulse.close();
    health.enterTerminalState();
    server.shutdown();
    boolean isDone = server.awaitTermination(NANOSECONDS.convert(grace), NANOSECONDS);
    cancel();
    return isDone;
  }

  /** Closes the server at once; calls under way are cancelled. Closing it twice changes nothing. */
  @Override
  public void close() {
    pulse.close();
    if (!server.isShutdown()) {
      health.enterTerminalState();
    }
    cancel();
  }

  private void cancel() {
    server.shutdownNow();
    threads.shutdown();
  }

  private void setHealth(ServingStatus status) {
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    health.setStatus(TsoServiceGrpc.SERVICE_NAME, status);
  }

  /** Sets the health, and logs a line. */
  private final class Announcer implements Pulse.Observer {
    @Override
    public void onServing() {
      setHealth(ServingStatus.SERVING);
      LOG.log(System.Logger.Level.INFO, "the oracle serves");
    }

    @Override
    public void onNotServing(String reason) {
      setHealth(ServingStatus.NOT_SERVING);
      LOG.log(System.Logger.Level.WARNING, "the oracle does not serve: {0}", reason);
    }
  }

  private record OracleCallsOn(Executor threads) implements ServerCallExecutorSupplier {
    @Override
    public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata metadata) {
      return TsoServiceGrpc.SERVICE_NAME.equals(call.getMethodDescriptor().getServiceName())
          ? threads
          : Runnable::run;
    }
  }
}
