package io.github.uhlc.examples.failover;

/** A request that is answered with an error. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final Code code;

  /** Those of Maelstrom's error codes that are used; all say that nothing was done, but CRASH. */
  enum Code {
    NODE_NOT_FOUND(1),
    NOT_SUPPORTED(10),
    TEMPORARILY_UNAVAILABLE(11),
    MALFORMED_REQUEST(12),
    CRASH(13),
    ABORT(14),
    PRECONDITION_FAILED(22);

    private final int number;

    Code(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  RefusedException(Code code, String text) {
    super(text);
    this.code = code;
  }

  Code code() {
    return code;
  }
}
