package io.github.uhlc.examples.failover;

import io.github.uhlc.examples.Complaint;
import io.github.uhlc.examples.NodeProcess;
import io.github.uhlc.examples.Program;
import io.github.uhlc.examples.failover.MemberCommand.Role;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** An oracle in a process of its own, as the node sees it. */
final class MemberProcess implements Member {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final NodeProcess process;
  private final BlockingQueue<Signal> answers = new LinkedBlockingQueue<>();
  private final Correspondence correspondence;

  /** Whether nothing comes from it any more; it may take a little longer to be gone. */
  private volatile boolean outputHasEnded;

  /**
   * Starts an oracle, which may not be ready yet, and ends when this process does.
   *
   * @param role what it is
   * @param options its options
   * @throws IOException if it cannot be started
   */
  static MemberProcess start(Role role, FailoverOptions options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("failover", "member", role.name()));
    arguments.addAll(options.arguments());
    ProcessBuilder builder = Program.process(arguments).redirectError(Redirect.INHERIT);
    // An answer that takes half a lease is of no use.
    MemberProcess member = new MemberProcess(role, builder, options.lease().dividedBy(2));
    // It ends with its input, too; but then it might live a little longer than this process.
    Runtime.getRuntime().addShutdownHook(new Thread(member::close));
    return member;
  }

  private MemberProcess(Role role, ProcessBuilder builder, Duration answerLimit)
      throws IOException {
    process = NodeProcess.start(role == Role.PRIMARY ? 1 : 2, builder, reply -> take(reply.line()));
    correspondence = new Correspondence(process.input(), answers, answerLimit);
  }

  /**
   * Waits until the oracle is ready.
   *
   * @throws IOException if it has ended or is not ready in time
   */
  void awaitReady() throws IOException {
    if (correspondence.await(START_LIMIT).filter(Signal.READY::equals).isEmpty()) {
      throw new IOException("an oracle is not ready: process=" + pid());
    }
  }

  long pid() {
    return process.pid();
  }

  @Override
  public Signal answer(Signal request) {
    Signal answer = correspondence.ask(request);
    if (answer.is(Signal.Kind.OUTSIDE)) {
      throw new OutsideFormatException(answer.pt());
    }
    return answer;
  }

  @Override
  public boolean isAlive() {
    return !outputHasEnded && process.isAlive();
  }

  @Override
  public void close() {
    process.kill();
    try {
      while (!process.awaitEnd()) {
        // The other oracle must not answer before this one is gone.
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts this thread", e);
    }
  }

  /** Takes a line of the output, or its end. */
  private void take(Optional<String> line) {
    if (line.isEmpty()) {
      outputHasEnded = true;
      answers.add(Signal.REFUSED);
      return;
    }
    try {
      answers.add(Signal.parse(line.get()));
    } catch (IllegalArgumentException e) {
      // The Java machine prints its warnings there.
      System.err.println(Complaint.line(line.get()));
    }
  }
}
