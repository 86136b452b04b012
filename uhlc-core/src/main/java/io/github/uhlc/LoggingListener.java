package io.github.uhlc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Writes events to a logger, of each kind at most one a second. */
final class LoggingListener implements HLCListener {
  // State: for each kind of event, when the next line is due and how many were left out since the
  // last one. Writers: any thread.
  // Of the threads that find a line due, the one whose compare-and-set succeeds writes it and takes
  // the number of those left out; one that is counted after that is in the next line.
  // Access: volatile; each number stands for itself.

  static final long PERIOD_NANOS = 1_000_000_000;

  private final Logger logger;
  private final LongSupplier nanoCounter;
  private final Kind refusals;
  private final Kind stepsBack;
  private final Kind ownIds;
  private final Kind extensions;
  private final Kind failedExtensions;

  LoggingListener(Logger logger, LongSupplier nanoCounter) {
    this.logger = logger;
    this.nanoCounter = nanoCounter;
    long nowNanos = nanoCounter.getAsLong();
    refusals = new Kind(Level.WARNING, nowNanos);
    stepsBack = new Kind(Level.WARNING, nowNanos);
    ownIds = new Kind(Level.ERROR, nowNanos);
    extensions = new Kind(Level.DEBUG, nowNanos);
    failedExtensions = new Kind(Level.ERROR, nowNanos);
  }

  @Override
  public void onRefusal(ExceedingDeltaException refusal) {
    log(refusals, refusal::getMessage);
  }

  @Override
  public void onClockWentBack(Duration distance) {
    log(stepsBack, () -> "the physical clock went back: distance=" + distance);
  }

  @Override
  public void onOwnIdFromElsewhere(Timestamp received) {
    log(ownIds, () -> "another clock uses the ID of this one: received=" + received);
  }

  @Override
  public void onMarkExtended(NTP64 bound) {
    log(extensions, () -> "the high-water mark was extended: bound=" + bound.toRfc3339());
  }

  @Override
  public void onMarkExtensionFailed(Throwable failure) {
    log(
        failedExtensions,
        () ->
            "the high-water mark could not be extended: failure=\""
                + HighWaterMarkException.description(failure)
                + '"');
  }

  private void log(Kind kind, Supplier<String> text) {
    if (!logger.isLoggable(kind.level)) {
      return;
    }
    long suppressed = kind.suppressedBeforeALine(nanoCounter.getAsLong());
    if (suppressed == 0) {
      logger.log(kind.level, text.get());
    } else if (suppressed > 0) {
      logger.log(kind.level, text.get() + ", suppressed=" + suppressed);
    }
  }

  /** One kind of event. */
  private static final class Kind {
    private final Level level;
    private final AtomicLong dueNanos;
    private final AtomicLong suppressed = new AtomicLong();

    Kind(Level level, long nowNanos) {
      this.level = level;
      this.dueNanos = new AtomicLong(nowNanos);
    }

    /** Returns how many events were left out since the last line; -1 if this one is left out. */
    long suppressedBeforeALine(long nowNanos) {
      long due = dueNanos.get();
      // A difference, as the counter wraps.
      if (nowNanos - due >= 0 && dueNanos.compareAndSet(due, nowNanos + PERIOD_NANOS)) {
        return suppressed.getAndSet(0);
      }
      suppressed.incrementAndGet();
      return -1;
    }
  }
}
