package io.github.uhlc.examples;

import io.github.uhlc.ID;

/**
 * Where another node listens, and who it is.
 *
 * @param port a port of the loopback interface
 * @param id the ID of the node's clock
 */
public record Peer(int port, ID id) {
  /**
   * Parses what {@link #toString} returns.
   *
   * @param text the port, a slash and the ID
   * @return the peer
   */
  public static Peer parse(String text) {
    int slash = text.indexOf('/');
    return new Peer(
        Integer.parseInt(text.substring(0, slash)), ID.parse(text.substring(slash + 1)));
  }

  /** The port, a slash and the ID. */
  @Override
  public String toString() {
    return port + "/" + id;
  }
}
