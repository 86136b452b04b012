package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExtensionTest {
  private static final int WAITS = 20;

  private final Extension extension = new Extension(2, 1);

  /** Where there is none, a wait that takes memory may last for ever. */
  @Test
  void shouldWaitWithoutMemory() throws InterruptedException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    extension.awaitEnd(1);
    long beforeBytes = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < WAITS; i++) {
      extension.awaitEnd(1);
    }
    assertEquals(beforeBytes, threads.getCurrentThreadAllocatedBytes());
    assertFalse(extension.isEnded());
  }

  @Test
  void shouldWakeWhoWaits() throws InterruptedException {
    Thread ending = new Thread(() -> extension.end(null));
    ending.start();
    while (!extension.isEnded()) {
      extension.awaitEnd(Long.MAX_VALUE);
    }
    ending.join();
    assertTrue(extension.isEnded());
  }
}
