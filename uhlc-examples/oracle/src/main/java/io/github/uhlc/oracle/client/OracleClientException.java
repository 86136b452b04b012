package io.github.uhlc.oracle.client;

/** A client got no numbers: no server answered in time, or one answered that it never will. */
public class OracleClientException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OracleClientException(String message, Throwable cause) {
    super(message, cause);
  }
}
