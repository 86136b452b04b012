package io.github.uhlc.examples.store;

import io.github.uhlc.examples.Complaint;
import io.github.uhlc.examples.Daemon;
import io.github.uhlc.examples.JobFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The clients, each a thread while it writes. For one thread. */
final class Clients {
  private final int writes;
  private final List<Session> sessions = new ArrayList<>();
  private final List<FutureTask<Void>> writing = new ArrayList<>();

  Clients(Plan plan, History history) {
    this.writes = plan.writes();
    for (int client = 0; client < Plan.CLIENTS; client++) {
      sessions.add(new Session(client + 1, plan.seed(), history));
    }
  }

  /**
   * Has each client write so often as the plan says.
   *
   * @param groups the nodes; each client uses those of one group
   */
  void start(List<List<NodeRun>> groups) {
    for (int client = 0; client < sessions.size(); client++) {
      Session session = sessions.get(client);
      List<NodeRun> reachable = groups.get(client % groups.size());
      FutureTask<Void> task =
          new FutureTask<>(
              () -> {
                session.write(writes, reachable);
                return null;
              });
      writing.add(task);
      Daemon.start("client-" + (client + 1), task);
    }
  }

  /**
   * Tells whether a client still writes.
   *
   * @throws JobFailedException if one could not write
   */
  boolean areWriting() throws InterruptedException, JobFailedException {
    for (FutureTask<Void> task : List.copyOf(writing)) {
      if (task.isDone()) {
        writing.remove(task);
        try {
          task.get();
        } catch (ExecutionException e) {
          throw new JobFailedException(Complaint.reason(e.getCause()));
        }
      }
    }
    return !writing.isEmpty();
  }
}
