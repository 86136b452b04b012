package io.github.uhlc.examples.failover;

import io.github.uhlc.examples.Parent;
import java.util.Optional;
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

  /** Made at the first request, when all are ready: then the backup's lease starts. */
  private Optional<Member> oracle = Optional.empty();

  @Override
  public Integer call() throws Exception {
    Parent.serveLines(
        Signal.READY.toString(),
        spec.commandLine().getOut(),
        line -> Optional.of(answer(Signal.parse(line)).toString()));
    return ExitCode.OK;
  }

  private Signal answer(Signal request) {
    if (oracle.isEmpty()) {
      oracle = Optional.of(role == Role.PRIMARY ? options.primary() : options.backup());
    }
    try {
      return oracle.get().answer(request);
    } catch (OutsideFormatException e) {
      return new Signal(Signal.Kind.OUTSIDE, e.millis(), 0);
    }
  }
}
