package io.github.uhlc.oracle.client;

import io.github.uhlc.oracle.OracleTimestamp;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A client of timestamp oracles. Those who ask at the same time share calls, without waiting for
 * company; a number is never one that was fetched before it was asked for. After a failure the
 * client asks another server, or the one that a hint names, after a random pause. It checks that
 * the answer to a later question is greater, and throws if not.
 *
 * <p>This class is thread-safe. Answers of {@link #nextAsync} are completed on a thread of the
 * network: what depends on them must not wait there. {@code null} arguments are a {@link
 * NullPointerException}.
 */
public final class OracleClient implements AutoCloseable {
  // State: final fields only; what they refer to is thread-safe itself.

  private static final int MAX_CALLS = 4;

  private final ClientCore core;

  /**
   * Returns a builder.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  private OracleClient(Builder builder) {
    this.core =
        new ClientCore(
            new AskQueue(MAX_CALLS),
            new Route(builder.endpoints, builder.connector),
            builder.attemptTimeout,
            builder.callTimeout);
  }

  /**
   * Asks for one number, and waits for it.
   *
   * @return the packed number of an {@link OracleTimestamp}, unsigned
   * @throws OracleClientException if no server answers in time, or one says that it never will
   * @throws OutOfOrderException if the answer is not greater than an earlier one
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public long next() throws InterruptedException {
    return next(1).first().packed();
  }

  /**
   * Asks for consecutive numbers of one millisecond, and waits for them.
   *
   * @param count how many, 1..262144
   * @return the numbers
   * @throws IllegalArgumentException if {@code count} is outside that range
   * @throws OracleClientException if no server answers in time, or one says that it never will
   * @throws OutOfOrderException if the answer is not greater than an earlier one
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public TimestampRange next(int count) throws InterruptedException {
    CompletableFuture<TimestampRange> answer = nextAsync(count);
    try {
      return answer.get(core.callTimeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OracleClientException problem) {
        throw problem;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new OracleClientException(
          "no server has answered in time: timeout=" + core.callTimeout(), e);
    } finally {
      // Nobody waits for it any more; without effect if there is an answer.
      answer.cancel(false);
    }
  }

  /**
   * Asks for consecutive numbers of one millisecond.
   *
   * @param count how many, 1..262144
   * @return the numbers, or an {@link OracleClientException}, at the latest one attempt after the
   *     time limit of the call; cancelling it is allowed
   * @throws IllegalArgumentException if {@code count} is outside that range
   */
  public CompletableFuture<TimestampRange> nextAsync(int count) {
    if (count < 1 || count > OracleTimestamp.MAX_COUNT) {
      throw new IllegalArgumentException(
          "the count is out of range, it must be 1..262144: count=" + count);
    }
    Ask ask = new Ask(count);
    if (!core.queue().add(ask)) {
      ask.answer().completeExceptionally(ClientCore.closed());
    } else if (core.queue().startCall()) {
      new Call(core).step();
    }
    return ask.answer();
  }

  /** Closes the client; who waits gets an exception. Closing it twice changes nothing. */
  @Override
  public void close() {
    core.close();
  }

  /** Collects what an {@link OracleClient} is made of. Not thread-safe. */
  public static final class Builder {
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(1);
    private static final Duration MAX_TIMEOUT = Duration.ofHours(1);
    private static final long KEEP_ALIVE_SECONDS = 10;

    private List<Endpoint> endpoints = List.of();
    private Duration attemptTimeout = Duration.ofSeconds(1);
    private Duration callTimeout = Duration.ofSeconds(10);
    private Function<Endpoint, ManagedChannel> connector = Builder::connect;

    private Builder() {}

    /**
     * Sets the servers, of which one at a time answers. It is required.
     *
     * @param endpoints each {@code host:port}, one or more
     * @return this builder
     * @throws IllegalArgumentException if one is malformed, or there is none
     */
    public Builder endpoints(String... endpoints) {
      if (endpoints.length == 0) {
        throw new IllegalArgumentException("there is no endpoint, a client needs one or more");
      }
      this.endpoints = List.of(endpoints).stream().map(Endpoint::parse).distinct().toList();
      return this;
    }

    /**
     * Sets how long one server may take to answer before another is asked.
     *
     * @param attemptTimeout the time, 1 ms to an hour; 1 s by default
     * @return this builder
     * @throws IllegalArgumentException if the time is outside that range
     */
    public Builder attemptTimeout(Duration attemptTimeout) {
      this.attemptTimeout = requireTimeout("attemptTimeout", attemptTimeout);
      return this;
    }

    /**
     * Sets how long a caller waits at most, over all attempts.
     *
     * @param callTimeout the time, 1 ms to an hour; 10 s by default
     * @return this builder
     * @throws IllegalArgumentException if the time is outside that range
     */
    public Builder callTimeout(Duration callTimeout) {
      this.callTimeout = requireTimeout("callTimeout", callTimeout);
      return this;
    }

    /** Sets how a server is connected to, for tests. */
    Builder connector(Function<Endpoint, ManagedChannel> connector) {
      this.connector = connector;
      return this;
    }

    /**
     * Returns a client, which connects when it is first asked.
     *
     * @return a new client
     * @throws IllegalStateException if no endpoints were set
     */
    public OracleClient build() {
      if (endpoints.isEmpty()) {
        throw new IllegalStateException("no endpoints were set, a client needs one or more");
      }
      return new OracleClient(this);
    }

    private static Duration requireTimeout(String name, Duration timeout) {
      if (timeout.compareTo(MIN_TIMEOUT) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
        throw new IllegalArgumentException(
            "the time is out of range, it must be 1 ms to an hour: " + name + "=" + timeout);
      }
      return timeout;
    }

    private static ManagedChannel connect(Endpoint endpoint) {
      return NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port())
          .usePlaintext()
          .directExecutor()
          .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
          .build();
    }
  }
}
