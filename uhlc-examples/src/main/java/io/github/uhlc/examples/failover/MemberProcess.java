package io.github.uhlc.examples.failover;

import io.github.uhlc.examples.Complaint;
import io.github.uhlc.examples.NodeProcess;
import io.github.uhlc.examples.Program;
import io.github.uhlc.examples.failover.RefusedException.Code;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An oracle in a process of its own, as the node sees it. An answer that comes too late is dropped,
 * and nothing more is asked before it has come: so no answer is taken for another's.
 */
final class MemberProcess implements Member {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final String END = "";

  // State: a thread of its own adds to the queue; isOneLate is of the thread that asks.

  private final NodeProcess process;
  private final Duration answerLimit;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private boolean isOneLate;

  /** Whether nothing comes from it any more; it may take a little longer to be gone. */
  private volatile boolean outputHasEnded;

  /**
   * Starts an oracle, which may not be ready yet, and ends when this process does.
   *
   * @param number 1 for the first
   * @param arguments those of {@link MemberCommand}
   * @param answerLimit how long an answer may take
   * @throws IOException if it cannot be started
   */
  MemberProcess(int number, List<String> arguments, Duration answerLimit) throws IOException {
    this.answerLimit = answerLimit;
    List<String> command = new ArrayList<>(List.of("failover", "member"));
    command.addAll(arguments);
    ProcessBuilder builder = Program.process(command).redirectError(Redirect.INHERIT);
    process = NodeProcess.start(number, builder, reply -> take(reply.line()));
  }

  /**
   * Waits until the oracle is ready.
   *
   * @throws IOException if it has ended or is not ready in time
   */
  void awaitReady() throws IOException {
    if (await(START_LIMIT).filter(MemberCommand.READY::equals).isEmpty()) {
      throw new IOException("an oracle is not ready: process=" + pid());
    }
  }

  long pid() {
    return process.pid();
  }

  @Override
  public OptionalLong ask(Request request) throws RefusedException {
    boolean mayAsk =
        !isOneLate || await(Duration.ZERO).filter(late -> !late.equals(END)).isPresent();
    if (!mayAsk || !isAlive()) {
      return OptionalLong.empty();
    }
    process.tell(request.name());
    Optional<String> answer = await(answerLimit);
    isOneLate = answer.isEmpty();
    if (isOneLate || answer.get().equals(END)) {
      return OptionalLong.empty();
    }
    String[] words = answer.get().split(" ", 3);
    if (words[0].equals(MemberCommand.REFUSED)) {
      throw new RefusedException(Code.valueOf(words[1]), words[2]);
    }
    return OptionalLong.of(Long.parseLong(words[1]));
  }

  @Override
  public boolean isAlive() {
    return !outputHasEnded && process.isAlive();
  }

  @Override
  public void close() {
    process.kill();
    try {
      // If it were still there, the mark would not be free, and nobody could take it.
      boolean unused = process.awaitEnd();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts this thread", e);
    }
  }

  private Optional<String> await(Duration limit) {
    try {
      return Optional.ofNullable(answers.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts this thread", e);
    }
  }

  /** Takes a line of the output, or its end. */
  private void take(Optional<String> line) {
    outputHasEnded = line.isEmpty();
    String answer = line.orElse(END);
    String first = answer.split(" ", 2)[0];
    if (List.of(END, MemberCommand.READY, MemberCommand.OK, MemberCommand.REFUSED)
        .contains(first)) {
      answers.add(answer);
    } else {
      // The Java machine prints its warnings there.
      System.err.println(Complaint.line(answer));
    }
  }
}
