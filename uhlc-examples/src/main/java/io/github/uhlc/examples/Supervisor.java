package io.github.uhlc.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ExitCode;

/**
 * Runs a task. However it ends, its processes are gone afterwards, and so are its files, except
 * those of one that has failed, and if this process is killed outright.
 */
public final class Supervisor {
  // Ctrl-C reaches the nodes as well as this process, maybe before it.
  private static final Duration SIGNAL_DELAY = Duration.ofMillis(200);

  private final Task task;
  private final PrintWriter err;
  private final CountDownLatch shuttingDown = new CountDownLatch(1);

  /** A job with processes and files of its own, which this runs. */
  public interface Task extends AutoCloseable {
    /**
     * Does the job.
     *
     * @return what is wrong, a line each; empty if all is well
     * @throws IOException if a file or a process fails
     * @throws InterruptedException if this thread is interrupted
     * @throws JobFailedException if the job cannot go on
     */
    List<String> run() throws IOException, InterruptedException, JobFailedException;

    /** Ends what is shown of its progress, so that another line can follow; for any thread. */
    void endProgress();

    /**
     * Has the files outlive the job.
     *
     * @return a line that says where they are, nothing if they are gone already
     */
    Optional<String> keepFiles();

    /** Ends all processes, and deletes the files if not to be kept; for any thread. */
    @Override
    void close();
  }

  /**
   * Prepares a run.
   *
   * @param task what is run, once
   * @param err where complaints go
   */
  public Supervisor(Task task, PrintWriter err) {
    this.task = task;
    this.err = err;
  }

  /**
   * Runs the task.
   *
   * @return the exit code
   * @throws InterruptedException if this thread is interrupted
   */
  public int run() throws InterruptedException {
    Thread hook = new Thread(this::shutDown);
    Runtime.getRuntime().addShutdownHook(hook);
    try (task) {
      List<String> failures = failures();
      return failures.isEmpty() ? ExitCode.OK : fail(failures);
    } catch (UncheckedIOException e) {
      return fail(List.of(Complaint.reason(e)));
    }
  }

  private List<String> failures() throws InterruptedException {
    try {
      return task.run();
    } catch (JobFailedException e) {
      return List.of(e.getMessage());
    } catch (IOException | UncheckedIOException e) {
      return List.of(Complaint.reason(e));
    }
  }

  private int fail(List<String> failures) throws InterruptedException {
    task.endProgress();
    if (!shuttingDown.await(SIGNAL_DELAY.toNanos(), TimeUnit.NANOSECONDS)) {
      failures.forEach(this::complain);
      task.keepFiles().ifPresent(this::complain);
    }
    return ExitCode.SOFTWARE;
  }

  private void complain(String message) {
    err.println("uhlc-examples: " + message);
  }

  private void shutDown() {
    shuttingDown.countDown();
    task.endProgress();
    task.close();
  }
}
