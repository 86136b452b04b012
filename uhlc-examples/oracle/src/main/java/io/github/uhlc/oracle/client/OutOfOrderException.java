package io.github.uhlc.oracle.client;

/**
 * A server answered a later question with a number that is not greater than an earlier answer: the
 * servers do not keep their promise, and those who asked got nothing. HAZARD: numbers that were
 * handed out before may be out of order for other clients, who have not seen both.
 */
public final class OutOfOrderException extends OracleClientException {
  private static final long serialVersionUID = 1L;

  OutOfOrderException(String message) {
    super(message, null);
  }
}
