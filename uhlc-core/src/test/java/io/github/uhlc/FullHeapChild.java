package io.github.uhlc;

import java.time.Duration;
import java.util.Arrays;

/** Uses a durable clock while there is no memory, again and again: see {@link FullHeapTest}. */
final class FullHeapChild {
  private static final int ROUNDS = 3;
  private static final int CALLS = 200;
  private static final int MIN_SIZE = 64;
  private static final int MAX_HOARDS = 1 << 16;

  private FullHeapChild() {}

  public static void main(String[] args) {
    MemoryMark mark = new MemoryMark();
    HLC hlc = HLC.builder().withHighWaterMark(mark).withWindow(Duration.ofMillis(1)).build();
    byte[][] hoard = new byte[MAX_HOARDS][];
    long last = hlc.newTime();
    // Loaded while there is memory, as a handler that cannot load what it catches throws itself.
    HighWaterMarkException loaded = new HighWaterMarkException("never thrown");
    int errors = 0;
    for (int round = 0; round < ROUNDS; round++) {
      fill(hoard);
      for (int call = 0; call < CALLS; call++) {
        try {
          long time = hlc.newTime();
          if (!NtpBits.isAfter(time, last) || NtpBits.isAfter(time, mark.bound().bits())) {
            throw new IllegalStateException("out of order or bounds");
          }
          last = time;
        } catch (OutOfMemoryError | HighWaterMarkException e) {
          errors += e == loaded ? 0 : 1;
        }
      }
      Arrays.fill(hoard, null);
      // Beyond the bound, so that the extension that was under way is waited for.
      hlc.newTimestamps(1 << 24);
    }
    System.out.println(errors > 0 ? "went on" : "there was enough memory");
  }

  private static void fill(byte[][] hoard) {
    int size = 1 << 20;
    for (int i = 0; i < MAX_HOARDS && size >= MIN_SIZE; ) {
      try {
        hoard[i] = new byte[size];
        i++;
      } catch (OutOfMemoryError e) {
        size /= 2;
      }
    }
  }
}
