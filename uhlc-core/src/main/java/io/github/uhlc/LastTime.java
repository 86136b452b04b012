package io.github.uhlc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The state of an {@link HLC}: the greatest time that it has issued or accepted, and the only steps
 * that change it. It is a superclass rather than a field, which would cost every timestamp one more
 * dependent memory access.
 */
abstract sealed class LastTime permits HLC {
  // State: one word, the last time, unsigned; it only grows.
  // Writers: every thread, by compare-and-set from the value it read, to a greater one.
  // Linearization: the compare-and-set that succeeds; for a received time that is not ahead and
  // for a reader, the read. The physical clock is read before, once a call; an old reading is safe,
  // as the new time is taken from the larger of it and last.
  // Access: reads acquire and the compare-and-set is volatile, so what a thread did before its
  // timestamp is seen by whoever sees a greater one. Nothing depends on the order to other fields,
  // which are final.
  // With a high-water mark, a time is admitted by the durable window before it is written here; a
  // received time also, with room for one that is greater, so that one can be issued.

  private static final VarHandle LAST;

  static {
    try {
      LAST = MethodHandles.lookup().findVarHandle(LastTime.class, "lastNtp", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // Accessed through LAST.
  private long lastNtp;

  /** What an HLC with a high-water mark may issue; null without one. */
  private final DurableWindow window;

  LastTime(long initialNtp, DurableWindow window) {
    this.lastNtp = initialNtp;
    this.window = window;
  }

  /**
   * The transition of the clock: the next time after {@code lastNtp} when the physical clock reads
   * {@code physicalNtp}. The counter carries into the time, one tick being 3.7 ns; after {@link
   * NTP64#MAX} there is none, which the caller refuses.
   */
  private static long nextNtp(long lastNtp, long physicalNtp) {
    long tickNtp = NtpBits.tick(physicalNtp);
    // A branch, which is predicted, where a maximum would wait for both.
    return NtpBits.isAfter(tickNtp, lastNtp) ? tickNtp : lastNtp + 1;
  }

  long lastAcquire() {
    return (long) LAST.getAcquire(this);
  }

  /**
   * Reserves {@code count} times after last and {@code floorNtp}, and returns the first.
   *
   * @throws IllegalStateException if the format ends before
   * @throws HighWaterMarkException if they are beyond a bound that cannot be extended
   */
  long advance(long physicalNtp, long floorNtp, int count) {
    long belowNtp = floorNtp;
    while (true) {
      long seenNtp = lastAcquire();
      long baseNtp = NtpBits.max(seenNtp, belowNtp);
      long firstNtp = nextNtp(baseNtp, physicalNtp);
      long newLastNtp = firstNtp + (count - 1);
      if (baseNtp == NtpBits.MAX || NtpBits.isAfter(firstNtp, newLastNtp)) {
        throw new IllegalStateException(
            "no time is left, the NTP64 format ends in 2106: after="
                + Long.toUnsignedString(NtpBits.max(baseNtp, NtpBits.tick(physicalNtp)))
                + ", count="
                + count);
      }
      // Asked anew in each round: another round may want a later time.
      if (window != null) {
        long windowFloorNtp = window.admit(newLastNtp, physicalNtp);
        if (!NtpBits.isAfter(firstNtp, windowFloorNtp)) {
          belowNtp = windowFloorNtp;
          continue;
        }
      }
      if (casLast(seenNtp, newLastNtp)) {
        return firstNtp;
      }
    }
  }

  /** Takes over a time that is ahead; one that is not costs no write. */
  void raise(long ntp, long physicalNtp) {
    while (true) {
      long seenNtp = lastAcquire();
      if (!NtpBits.isAfter(ntp, seenNtp)) {
        return;
      }
      if (window != null) {
        window.admit(NtpBits.plusSaturated(ntp, 1), physicalNtp);
      }
      if (casLast(seenNtp, ntp)) {
        return;
      }
    }
  }

  /** The window, null without a high-water mark. */
  DurableWindow window() {
    return window;
  }

  private boolean casLast(long expectedNtp, long newNtp) {
    return LAST.compareAndSet(this, expectedNtp, newNtp);
  }
}
