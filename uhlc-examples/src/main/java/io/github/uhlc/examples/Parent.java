package io.github.uhlc.examples;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ExitCode;

/**
 * The parent of a node, as the node sees it: each line of standard input is a command, and is
 * answered with a line on standard output. At the end of the input the parent is gone.
 */
public final class Parent {
  private Parent() {}

  /** What a node does on a line. */
  @FunctionalInterface
  public interface LineObedience {
    /**
     * Obeys a command.
     *
     * @param line the line, without its end
     * @return the reply, nothing if it comes later
     * @throws Exception if the node cannot go on
     */
    Optional<String> obey(String line) throws Exception;
  }

  /** What a node does on a command of a word and maybe peers. */
  @FunctionalInterface
  public interface Obedience {
    /**
     * Obeys a command.
     *
     * @param command the first word of the line
     * @param peers the other words
     * @return the reply, nothing if it comes later
     * @throws Exception if the node cannot go on
     */
    Optional<String> obey(String command, List<Peer> peers) throws Exception;
  }

  /**
   * Says where the node listens, and obeys until the parent is gone.
   *
   * @param address where the node listens
   * @param out standard output
   * @param node what the node does
   * @throws Exception if it cannot go on
   */
  public static void serve(Peer address, PrintWriter out, Obedience node) throws Exception {
    serveLines(
        "listening " + address,
        out,
        line -> {
          String[] words = line.split(" ");
          return node.obey(words[0], Stream.of(words).skip(1).map(Peer::parse).toList());
        });
  }

  /**
   * Says that the node is ready, and obeys until the parent is gone.
   *
   * @param ready the line that says so
   * @param out standard output
   * @param node what the node does
   * @throws Exception if it cannot go on
   */
  public static void serveLines(String ready, PrintWriter out, LineObedience node)
      throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    out.println(ready);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      node.obey(line).ifPresent(out::println);
    }
  }

  /**
   * Ends a node that cannot go on. The last line that it says is why, for its parent to pass on.
   *
   * @param failure why
   * @param err standard error
   */
  public static void die(Throwable failure, PrintWriter err) {
    failure.printStackTrace(err);
    err.println(Complaint.reason(failure));
    err.flush();
    Runtime.getRuntime().halt(ExitCode.SOFTWARE);
  }
}
