package io.github.uhlc.oracle;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.util.Objects;

/**
 * An oracle does not serve: nothing was issued. Ask another oracle of the mark, or this one later.
 * There is no stack trace, so that many calls of an oracle on standby cost little; the cause, if
 * there is one, has its own.
 */
public final class NotServingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final TimestampOracle.State state;

  NotServingException(TimestampOracle.State state, String message) {
    this(state, message, null);
  }

  NotServingException(TimestampOracle.State state, String message, Throwable cause) {
    super(message, cause, false, false);
    this.state = state;
  }

  /**
   * Returns the state of the oracle when it was asked.
   *
   * @return {@link TimestampOracle.State#STANDBY} if it is worth asking again, {@link
   *     TimestampOracle.State#CLOSED} if not
   */
  public TimestampOracle.State state() {
    return state;
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    if (Objects.isNull(state)) {
      throw new InvalidObjectException("the exception has a state");
    }
  }
}
