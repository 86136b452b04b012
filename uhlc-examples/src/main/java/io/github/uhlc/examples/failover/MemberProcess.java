package io.github.uhlc.examples.failover;

import io.github.uhlc.examples.Complaint;
import io.github.uhlc.examples.Program;
import io.github.uhlc.examples.failover.MemberCommand.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An oracle in a process of its own, as the node sees it. A line is asked and a line is answered;
 * an answer that is late is dropped when it comes, and before it has come nothing more is asked.
 */
final class MemberProcess implements Member {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final Process process;
  private final Duration answerLimit;
  private final BlockingQueue<Signal> answers = new LinkedBlockingQueue<>();
  private int lateAnswers;

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
    Process process = Program.process(arguments).redirectError(Redirect.INHERIT).start();
    // An answer that takes half a lease is of no use.
    MemberProcess oracle = new MemberProcess(process, options.lease().dividedBy(2));
    // It ends with its input, too; but then it might live a little longer than this process.
    Runtime.getRuntime().addShutdownHook(new Thread(oracle::close));
    Thread reader = new Thread(oracle::readAnswers, role.name().toLowerCase(Locale.ROOT));
    reader.setDaemon(true);
    reader.start();
    return oracle;
  }

  private MemberProcess(Process process, Duration answerLimit) {
    this.process = process;
    this.answerLimit = answerLimit;
  }

  /**
   * Waits until the oracle is ready.
   *
   * @throws IOException if it has ended or is not ready in time
   */
  void awaitReady() throws IOException {
    if (poll(START_LIMIT).filter(Signal.READY::equals).isEmpty()) {
      throw new IOException("an oracle is not ready: process=" + pid());
    }
  }

  long pid() {
    return process.pid();
  }

  @Override
  public Signal answer(Signal request) {
    for (; lateAnswers > 0; lateAnswers--) {
      if (poll(Duration.ZERO).isEmpty()) {
        return Signal.REFUSED;
      }
    }
    try {
      OutputStream in = process.getOutputStream();
      in.write((request + "\n").getBytes(StandardCharsets.US_ASCII));
      in.flush();
    } catch (IOException e) {
      return Signal.REFUSED; // It has ended.
    }
    Optional<Signal> answer = poll(answerLimit);
    if (answer.isEmpty()) {
      lateAnswers++;
    }
    return answer.orElse(Signal.REFUSED);
  }

  @Override
  public boolean isAlive() {
    return !outputHasEnded && process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts this thread", e);
    }
  }

  private Optional<Signal> poll(Duration limit) {
    try {
      return Optional.ofNullable(answers.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts this thread", e);
    }
  }

  private void readAnswers() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        readAnswer(line);
      }
    } catch (IOException e) {
      // The process was killed, which ends its output as well.
    }
    outputHasEnded = true;
    answers.add(Signal.REFUSED);
  }

  private void readAnswer(String line) {
    try {
      answers.add(Signal.parse(line));
    } catch (IllegalArgumentException e) {
      // The Java machine prints its warnings there.
      System.err.println(Complaint.line(line));
    }
  }
}
