package io.github.uhlc.examples.failover;

import java.util.OptionalLong;

/** The primary or the backup: an oracle in this process or in another. Asked by one thread. */
interface Member {
  /** What an oracle is asked. */
  enum Request {
    /** To take the mark, if it has not yet. */
    SERVE,
    /** To take the mark, if it has not yet, and to issue a time. */
    NEXT
  }

  /**
   * Answers a request.
   *
   * @return the packed number of a time, 0 if none was asked for; nothing if the oracle has ended
   *     or does not answer in time
   * @throws RefusedException if it cannot serve now
   */
  OptionalLong ask(Request request) throws RefusedException;

  /** Tells whether it has not ended. */
  boolean isAlive();

  /** Ends it, after which the mark is free; for any thread. */
  void close();
}
