package io.github.uhlc.examples.cluster;

/** The job cannot go on; the message is for its user. */
final class JobFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  JobFailedException(String message) {
    super(message);
  }
}
