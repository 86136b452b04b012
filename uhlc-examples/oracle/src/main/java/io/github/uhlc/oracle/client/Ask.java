package io.github.uhlc.oracle.client;

import java.util.concurrent.CompletableFuture;

/**
 * A caller's question.
 *
 * @param count how many numbers it wants
 * @param startNanos when it was asked, by {@link System#nanoTime()}
 * @param answer what it waits for
 */
record Ask(int count, long startNanos, CompletableFuture<TimestampRange> answer) {
  Ask(int count) {
    this(count, System.nanoTime(), new CompletableFuture<>());
  }

  long ageNanos() {
    return System.nanoTime() - startNanos;
  }
}
