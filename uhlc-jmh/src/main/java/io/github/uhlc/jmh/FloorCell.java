package io.github.uhlc.jmh;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A 64-bit word that is advanced by compare-and-set, with the access modes of an HLC. It has room
 * on both sides, so that threads contend for nothing else.
 */
class FloorCell extends Padding {
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

  /** The room after the word. */
  @SuppressWarnings("unused")
  private static final class Padded extends FloorCell {
    private long after0, after1, after2, after3, after4, after5, after6, after7;
    private long after8, after9, after10, after11, after12, after13, after14, after15;
  }

  private FloorCell() {}

  static FloorCell create() {
    return new Padded();
  }

  /** Sets the word, again until no other thread has come between, and returns it. */
  final long advance(long newWord) {
    long current;
    do {
      current = (long) WORD.getAcquire(this);
    } while (!WORD.compareAndSet(this, current, newWord));
    return newWord;
  }
}
