package io.github.uhlc.oracle.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens. Immutable.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param port the port, 0..65535
 */
public record Endpoint(String host, int port) {
  private static final int MAX_LENGTH = 255;
  private static final int MAX_QUOTED = 40;
  private static final int MAX_PORT = 65_535;
  private static final Pattern FORM =
      Pattern.compile("(?:([A-Za-z0-9_.-]+)|\\[([0-9A-Fa-f:.]+)])" + ":(0|[1-9][0-9]{0,4})");

  /**
   * Reads an endpoint.
   *
   * @param text {@code host:port}, or {@code [address]:port} for IPv6, at most 255 characters
   * @return the endpoint
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Endpoint parse(String text) {
    Matcher matcher = FORM.matcher(text.length() <= MAX_LENGTH ? text : "");
    if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MAX_PORT) {
      throw new IllegalArgumentException(
          "the endpoint is malformed, it must be host:port or [address]:port: endpoint="
              + (text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "..."));
    }
    String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    return new Endpoint(host, Integer.parseInt(matcher.group(3)));
  }

  /** Returns the text that {@link #parse} reads. */
  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
