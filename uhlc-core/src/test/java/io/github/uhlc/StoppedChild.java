package io.github.uhlc;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for a store that answers when the parent writes a line, once by {@link Patience} and once,
 * as a broken twin, by one wait of the same length: see {@link StoppedProcessTest}.
 */
final class StoppedChild {
  static final Duration PATIENCE = Duration.ofSeconds(1);

  private StoppedChild() {}

  public static void main(String[] args) throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    MemoryMark mark = new MemoryMark();
    HLC hlc = HLC.builder().withHighWaterMark(mark).withPatience(PATIENCE).build();
    long issued = hlc.newTime();
    mark.beforeExtending(() -> awaitAnswer(answered));
    Thread twin =
        new Thread(
            () -> {
              try {
                boolean isAnswered = answered.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
                System.out.println("twin: " + (isAnswered ? "answered" : "gave up"));
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    twin.start();
    System.out.println("waiting");
    // Beyond the bound, which is some windows ahead.
    hlc.updateWithTimestamp(
        Timestamp.of(NTP64.ofBits(issued).plus(Duration.ofMillis(450)), ID.ofUnsigned(7)));
    System.out.println("went on");
    twin.join();
  }

  private static void awaitAnswer(CountDownLatch answered) {
    try {
      System.in.read();
      answered.countDown();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
