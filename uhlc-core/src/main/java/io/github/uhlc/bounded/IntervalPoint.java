package io.github.uhlc.bounded;

/** The point of a {@link TimeInterval} that feeds an {@link io.github.uhlc.HLC}. */
public enum IntervalPoint {
  /** The earliest that true time can be: timestamps are not ahead of true time because of it. */
  EARLIEST {
    @Override
    long feedNtp(long earliestNtp, long estimateNtp, long latestNtp) {
      return earliestNtp;
    }
  },

  /** The best estimate of true time: timestamps are as close to it as the clock is. */
  ESTIMATE {
    @Override
    long feedNtp(long earliestNtp, long estimateNtp, long latestNtp) {
      return estimateNtp;
    }
  },

  /**
   * The latest that true time can be, rounded up to a tick of the HLC, which clears the low bits:
   * timestamps are not behind true time.
   */
  LATEST {
    @Override
    long feedNtp(long earliestNtp, long estimateNtp, long latestNtp) {
      return IntervalBits.tickUpNtp(latestNtp);
    }
  };

  /** What an HLC reads of an interval. */
  abstract long feedNtp(long earliestNtp, long estimateNtp, long latestNtp);
}
