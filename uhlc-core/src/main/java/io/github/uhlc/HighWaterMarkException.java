package io.github.uhlc;

/**
 * A high-water mark cannot be opened, read or extended. The clock has issued nothing that the mark
 * does not cover; a later call tries again, and succeeds once the mark works again.
 */
public final class HighWaterMarkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

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
}
