package io.github.uhlc.bounded;

/** What a {@link BoundedClock} knows about its own error. */
public enum ClockStatus {
  /** The clock is being corrected, and its error is bounded. */
  SYNCHRONIZED(true),

  /** The clock is not being corrected, but its error is still bounded; the bound grows. */
  FREE_RUNNING(true),

  /** Nothing is known: there is no source, it has given up, or what it says cannot be true. */
  UNKNOWN(false),

  /** The clock may have jumped, as after a live migration, and was not checked since. */
  DISRUPTED(false);

  private final boolean bounded;

  ClockStatus(boolean bounded) {
    this.bounded = bounded;
  }

  /**
   * Tells whether an interval with this status contains true time.
   *
   * @return true for {@link #SYNCHRONIZED} and {@link #FREE_RUNNING}
   */
  public boolean isBounded() {
    return bounded;
  }
}
