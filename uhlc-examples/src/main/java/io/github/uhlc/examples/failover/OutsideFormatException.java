package io.github.uhlc.examples.failover;

/** A time that cannot be issued, as the wall clock is wrong by decades. */
final class OutsideFormatException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long millis;

  /**
   * Refuses a time.
   *
   * @param millis the time since the Unix epoch
   */
  OutsideFormatException(long millis) {
    super("the time is outside 1970..2106: millis=" + millis);
    this.millis = millis;
  }

  long millis() {
    return millis;
  }
}
