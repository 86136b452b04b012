package io.github.uhlc.examples.failover;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Requests to another process and its answers, one to each, in order. An answer that comes too late
 * is dropped, and nothing more is asked before it has come: so no answer is taken for another's.
 */
final class Correspondence {
  /** A pause of this process, however long, uses up one slice of the limit only. */
  private static final int SLICES = 10;

  // State: any thread adds to the queue; the rest is of the thread that asks.

  private final OutputStream requests;
  private final Duration limit;
  private final BlockingQueue<Signal> answers;
  private boolean isOneLate;

  /**
   * Begins.
   *
   * @param requests where they go, a line each
   * @param answers where the answers come in
   * @param limit how long an answer may take
   */
  Correspondence(OutputStream requests, BlockingQueue<Signal> answers, Duration limit) {
    this.requests = requests;
    this.answers = answers;
    this.limit = limit;
  }

  /** Waits for what the other side says unasked. */
  Optional<Signal> await(Duration patience) {
    try {
      return Optional.ofNullable(answers.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts this thread", e);
    }
  }

  /** Returns the answer to a request, SILENT if there is none in time. */
  Signal ask(Signal request) {
    if (isOneLate && await(Duration.ZERO).isEmpty()) {
      return Signal.SILENT;
    }
    isOneLate = false;
    try {
      requests.write((request + "\n").getBytes(StandardCharsets.US_ASCII));
      requests.flush();
    } catch (IOException e) {
      return Signal.REFUSED; // The other side has ended.
    }
    Optional<Signal> answer = Optional.empty();
    for (int i = 0; i < SLICES && answer.isEmpty(); i++) {
      answer = await(limit.dividedBy(SLICES));
    }
    isOneLate = answer.isEmpty();
    return answer.orElse(Signal.SILENT);
  }
}
