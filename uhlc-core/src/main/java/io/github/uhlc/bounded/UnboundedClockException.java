package io.github.uhlc.bounded;

/**
 * Thrown by a physical clock that shows a point of an interval, while the interval is not bounded.
 * An {@link io.github.uhlc.HLC} on such a clock passes it on and stays as it was.
 */
public final class UnboundedClockException extends IllegalStateException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_CLOCK_CHARS = 300;

  private final ClockStatus status;

  UnboundedClockException(ClockStatus status, Object clock) {
    super(
        "the error of the clock is not bounded, this point of its interval needs a bound"
            + " (physicalClockOrEstimate goes on without): status="
            + status
            + ", clock="
            + abbreviated(String.valueOf(clock)));
    this.status = status;
  }

  private static String abbreviated(String text) {
    return text.length() <= MAX_CLOCK_CHARS ? text : text.substring(0, MAX_CLOCK_CHARS) + "...";
  }

  /**
   * Returns the status of the interval.
   *
   * @return {@link ClockStatus#UNKNOWN} or {@link ClockStatus#DISRUPTED}
   */
  public ClockStatus status() {
    return status;
  }
}
