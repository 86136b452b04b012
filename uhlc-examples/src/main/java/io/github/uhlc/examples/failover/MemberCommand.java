package io.github.uhlc.examples.failover;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * One of the oracles in a process of its own, which says READY and then answers each line of its
 * input, a {@link Signal}, by one. At the end of its input it ends, so it does not outlive the
 * node.
 */
@Command(name = "member", hidden = true, description = "Runs one oracle for the node.")
final class MemberCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "<role>", description = "What it is.")
  private Role role;

  @Mixin private FailoverOptions options;

  enum Role {
    PRIMARY,
    BACKUP
  }

  @Override
  public Integer call() throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    PrintWriter out = spec.commandLine().getOut();
    out.println(Signal.READY);
    // The backup's lease starts with the first request, when all are ready.
    String line = in.readLine();
    Member oracle = role == Role.PRIMARY ? options.primary() : options.backup();
    for (; line != null; line = in.readLine()) {
      out.println(answer(oracle, Signal.parse(line)));
    }
    return ExitCode.OK;
  }

  private Signal answer(Member oracle, Signal request) {
    try {
      return oracle.answer(request);
    } catch (OutsideFormatException e) {
      return new Signal(Signal.Kind.OUTSIDE, e.millis(), 0);
    }
  }
}
