package io.github.uhlc;

/**
 * A high-water mark cannot be opened, read or extended. The clock has issued nothing that the mark
 * does not cover; a later call tries again, and succeeds once the mark works again.
 */
public final class HighWaterMarkException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_QUOTED = 255;

  /**
   * Makes an exception.
   *
   * @param message what failed, and what helps
   */
  public HighWaterMarkException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message what failed, and what helps
   * @param cause what the store threw
   */
  public HighWaterMarkException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What a mark threw when it was to be read or extended. */
  static HighWaterMarkException of(String what, Throwable cause) {
    return new HighWaterMarkException(
        "the high-water mark could not be " + what + ": " + description(cause), cause);
  }

  /** What the cause says, or what kind of exception it is if it says nothing. */
  static String description(Throwable thrown) {
    Throwable cause = thrown;
    String message;
    try {
      // A wrapper that was given no message has that of its cause, with the name of its class.
      while (cause.getCause() != null && cause.getCause().toString().equals(cause.getMessage())) {
        cause = cause.getCause();
      }
      message = cause.getMessage();
    } catch (Throwable e) {
      message = null;
    }
    return message == null || message.isBlank()
        ? cause.getClass().getSimpleName()
        : Text.quote(message, MAX_QUOTED);
  }
}
