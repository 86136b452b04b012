package io.github.uhlc.oracle.client;

import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** What the calls of a client share. */
final class ClientCore {
  // State: final fields; those that change are thread-safe themselves.

  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int MAX_DOUBLINGS = 6;
  private static final int MAX_QUOTED = 200;

  private final AskQueue queue;
  private final Route route;
  private final Order order = new Order();
  private final Duration attemptTimeout;
  private final Duration callTimeout;
  private final ScheduledThreadPoolExecutor timer;

  ClientCore(AskQueue queue, Route route, Duration attemptTimeout, Duration callTimeout) {
    this.queue = queue;
    this.route = route;
    this.attemptTimeout = attemptTimeout;
    this.callTimeout = callTimeout;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(null, task, "uhlc-oracle-client", 0, false);
              thread.setDaemon(true);
              return thread;
            });
  }

  AskQueue queue() {
    return queue;
  }

  Route route() {
    return route;
  }

  Order order() {
    return order;
  }

  Duration callTimeout() {
    return callTimeout;
  }

  /** How long an attempt may take whose first asker has waited already. */
  long attemptNanos(Ask first) {
    return Math.max(
        1_000_000, Math.min(attemptTimeout.toNanos(), callTimeout.toNanos() - first.ageNanos()));
  }

  boolean isExpired(Ask ask) {
    return ask.ageNanos() >= callTimeout.toNanos();
  }

  /** Runs a step after a random part of a pause that doubles: at once for the first hint. */
  void later(Runnable step, int failures, boolean isHinted) {
    long pauseNanos = 0;
    if (!isHinted || failures > 1) {
      long limitNanos =
          Math.min(MAX_PAUSE_NANOS, FIRST_PAUSE_NANOS << Math.min(failures - 1, MAX_DOUBLINGS));
      pauseNanos = ThreadLocalRandom.current().nextLong(limitNanos);
    }
    try {
      Future<?> unused = timer.schedule(step, pauseNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The client is closed, and whoever waits has been told.
    }
  }

  OracleClientException problem(Endpoint endpoint, Status status, Throwable cause) {
    String text = status.getDescription() == null ? "no reason given" : status.getDescription();
    String printable = text.replaceAll("\\p{C}", "?");
    String reason =
        printable.length() <= MAX_QUOTED ? printable : printable.substring(0, MAX_QUOTED) + "...";
    return new OracleClientException(
        "no number was issued: " + reason + ": code=" + status.getCode() + ", endpoint=" + endpoint,
        cause);
  }

  static OracleClientException closed() {
    return new OracleClientException("the client is closed", null);
  }

  void close() {
    queue.close().forEach(ask -> ask.answer().completeExceptionally(closed()));
    route.close();
    timer.shutdownNow();
  }
}
