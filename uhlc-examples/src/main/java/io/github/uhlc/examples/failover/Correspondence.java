package io.github.uhlc.examples.failover;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Requests to another process and its answers, one to each, in order. An answer that comes too late
 * is dropped, and nothing more is asked before it has come: so no answer is taken for another's.
 */
final class Correspondence {
  /** A pause of this process counts against the limit once: as one slice. */
  private static final int SLICES = 10;

  // State: what comes in is in the queue, from any thread; the rest is of the thread that asks.

  private final OutputStream requests;
  private final Duration limit;
  private final BlockingQueue<Signal> received = new LinkedBlockingQueue<>();
  private int lateAnswers;

  /**
   * Begins.
   *
   * @param requests where they go, a line each
   * @param limit how long an answer may take
   */
  Correspondence(OutputStream requests, Duration limit) {
    this.requests = requests;
    this.limit = limit;
  }

  /** Takes in what the other side says; for any thread. */
  void receive(Signal answer) {
    received.add(answer);
  }

  /** Waits for what the other side says unasked. */
  Optional<Signal> await(Duration patience) {
    try {
      return Optional.ofNullable(received.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts this thread", e);
    }
  }

  /** Returns the answer to a request, SILENT if there is none in time. */
  Signal ask(Signal request) {
    for (; lateAnswers > 0; lateAnswers--) {
      if (await(Duration.ZERO).isEmpty()) {
        return Signal.SILENT;
      }
    }
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
    if (answer.isEmpty()) {
      lateAnswers++;
    }
    return answer.orElse(Signal.SILENT);
  }
}
