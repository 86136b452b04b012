package io.github.uhlc.examples.failover;

import io.github.uhlc.examples.Parent;
import io.github.uhlc.examples.failover.Member.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * An oracle in a process of its own. It says {@code ready}, and then answers each line of its input
 * with a line:
 *
 * <pre>
 *   SERVE                           OK 0
 *   NEXT                            OK PACKED_NUMBER
 *   (either, if it cannot serve)    REFUSED CODE TEXT
 * </pre>
 *
 * <p>At the end of its input the process ends, so it does not outlive the node.
 */
@Command(name = "member", hidden = true, description = "Runs one oracle for the node.")
final class MemberCommand implements Callable<Integer> {
  static final String READY = "READY";
  static final String OK = "OK";
  static final String REFUSED = "REFUSED";

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "<mark>", description = "The file of the mark.")
  private Path mark;

  @Parameters(index = "1", paramLabel = "<margin>", description = "The safety margin.")
  private Duration margin;

  @Parameters(
      index = "2",
      paramLabel = "<ms>",
      arity = "0..1",
      description = "Where the wall clock stands still.")
  private Long frozenMillis;

  @Override
  public Integer call() throws Exception {
    Member oracle = new LocalMember(mark, margin, FailoverOptions.wallClock(frozenMillis));
    Parent.serveLines(
        READY,
        spec.commandLine().getOut(),
        line -> Optional.of(answer(oracle, Request.valueOf(line))));
    return ExitCode.OK;
  }

  private static String answer(Member oracle, Request request) {
    try {
      return OK + " " + oracle.ask(request).orElseThrow();
    } catch (RefusedException e) {
      return REFUSED + " " + e.code() + " " + e.getMessage().replaceAll("\\p{Cntrl}", "?");
    }
  }
}
