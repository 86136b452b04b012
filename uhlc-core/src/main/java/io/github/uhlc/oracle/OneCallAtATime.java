package io.github.uhlc.oracle;

import io.github.uhlc.HighWaterMark;
import io.github.uhlc.HighWaterMarkException;
import io.github.uhlc.NTP64;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A mark that is called by one thread at a time, as all marks may expect: a call fails while
 * another has not returned. An oracle reads its mark again and takes it over again with a new HLC,
 * whatever became of the calls of the last one.
 */
final class OneCallAtATime implements HighWaterMark {
  // State: whether a call is under way. Any thread sets it by compare-and-set; the one that has set
  // it clears it.

  private final HighWaterMark mark;
  private final AtomicBoolean isBusy = new AtomicBoolean();

  OneCallAtATime(HighWaterMark mark) {
    this.mark = mark;
  }

  @Override
  public NTP64 bound() {
    begin();
    try {
      return mark.bound();
    } finally {
      isBusy.set(false);
    }
  }

  @Override
  public void extend(NTP64 current, NTP64 bound) {
    begin();
    try {
      mark.extend(current, bound);
    } finally {
      isBusy.set(false);
    }
  }

  private void begin() {
    if (!isBusy.compareAndSet(false, true)) {
      throw new HighWaterMarkException("the mark has not answered an earlier call yet");
    }
  }
}
