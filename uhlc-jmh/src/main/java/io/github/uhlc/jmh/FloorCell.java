package io.github.uhlc.jmh;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A 64-bit word that is advanced by compare-and-set, with the access modes of an HLC. */
final class FloorCell {
  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(FloorCell.class, "word", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // Accessed through WORD.
  private long word;

  /** Sets the word, again until no other thread has come between, and returns it. */
  long advance(long newWord) {
    long current;
    do {
      current = (long) WORD.getAcquire(this);
    } while (!WORD.compareAndSet(this, current, newWord));
    return newWord;
  }
}
