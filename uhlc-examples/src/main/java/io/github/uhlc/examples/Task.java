package io.github.uhlc.examples;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A job with processes and files of its own, which a {@link Supervisor} runs. */
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
