package io.github.uhlc.oracle.cli;

/** An option or argument is wrong; the message is for its user. */
final class BadOptionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  BadOptionException(String message) {
    super(message);
  }
}
