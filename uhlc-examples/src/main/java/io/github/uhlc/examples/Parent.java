package io.github.uhlc.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ExitCode;

/**
 * The parent of a node, as the node sees it: each line of standard input is a command, a word and
 * maybe peers, and is answered with a line on standard output. At the end of the input the parent
 * is gone.
 */
public final class Parent {
  private Parent() {}

  /** What a node does on a command. */
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
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    out.println("listening " + address);
    for (Optional<String> line = read(in); line.isPresent(); line = read(in)) {
      String[] words = line.get().split(" ");
      List<Peer> peers = Stream.of(words).skip(1).map(Peer::parse).toList();
      node.obey(words[0], peers).ifPresent(out::println);
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

  private static Optional<String> read(BufferedReader in) throws IOException {
    return Optional.ofNullable(in.readLine());
  }
}
