package io.github.uhlc.examples;

/** An option or argument is wrong; the message is for its user. */
public final class BadOptionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Tells that an option or argument is wrong.
   *
   * @param message what is wrong, the rule and the values
   */
  public BadOptionException(String message) {
    super(message);
  }
}
