package io.github.uhlc.examples;

/** The job cannot go on; the message is for its user. */
public final class JobFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Tells that the job cannot go on.
   *
   * @param message why
   */
  public JobFailedException(String message) {
    super(message);
  }
}
