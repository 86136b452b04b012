package io.github.uhlc.examples.failover;

import io.github.uhlc.examples.Stopwatch;
import io.github.uhlc.examples.failover.Member.Request;
import io.github.uhlc.examples.failover.RefusedException.Code;
import io.github.uhlc.oracle.OracleTimestamp;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A time oracle made of a primary and a backup on one mark: every time that it issues is greater
 * than all before, whichever of them answers.
 */
final class FailoverService {
  // Why times never repeat nor go back at a failover: the mark is open once, so the backup can take
  // it only when the primary has ended, and it starts above the bound, beyond which the primary has
  // issued nothing. The lease only decides when the primary is ended; no clock matters.
  //
  // State: all guarded by this, as a timer makes the heartbeats beside the thread with requests.

  private final Member primary;
  private final Member backup;
  private final Duration lease;
  private final LongSupplier nanoTime;
  private final Consumer<String> log;
  private Stopwatch sinceAnswer;
  private String trouble = "";
  private boolean isStarted;
  private boolean isPrimaryEnded;
  private boolean hasTakenOver;
  private long issuedCount;

  /**
   * A time and who issued it.
   *
   * @param time greater than all before
   * @param oracle "primary" or "backup"
   */
  record Issued(OracleTimestamp time, String oracle) {}

  /**
   * What the service is doing.
   *
   * @param primaryAlive whether the primary has not ended
   * @param activeOracle "primary", "backup", or "none" if the primary has ended and the backup has
   *     not yet taken over, or both have ended
   * @param issuedCount how many times were issued
   */
  record Status(boolean primaryAlive, String activeOracle, long issuedCount) {}

  /**
   * Makes a service, which does nothing before {@link #start}.
   *
   * @param primary the primary
   * @param backup the backup
   * @param lease how long the primary may leave all requests unanswered before it is ended
   * @param nanoTime a monotonic clock, as {@link System#nanoTime}
   * @param log takes a line when something happens to one of them
   */
  FailoverService(
      Member primary, Member backup, Duration lease, LongSupplier nanoTime, Consumer<String> log) {
    this.primary = primary;
    this.backup = backup;
    this.lease = lease;
    this.nanoTime = nanoTime;
    this.log = log;
    this.sinceAnswer = Stopwatch.start(nanoTime);
  }

  /** Has the primary take the mark. */
  synchronized void start() {
    isStarted = true;
    sinceAnswer = Stopwatch.start(nanoTime);
    heartbeat();
  }

  /** Sees whether the primary answers. To be called several times within a lease. */
  synchronized void heartbeat() {
    if (!isStarted) {
      return;
    }
    try {
      failOver();
      if (!isPrimaryEnded) {
        askPrimary(Request.SERVE);
      }
      trouble = "";
    } catch (RefusedException e) {
      if (!trouble.equals(e.getMessage())) {
        log.accept(e.getMessage());
      }
      trouble = e.getMessage();
    }
  }

  /**
   * Issues a time.
   *
   * @throws RefusedException if neither oracle may issue one now
   */
  synchronized Issued getTime() throws RefusedException {
    failOver();
    String oracle = isPrimaryEnded ? "backup" : "primary";
    OptionalLong packed = isPrimaryEnded ? askBackup(Request.NEXT) : askPrimary(Request.NEXT);
    if (packed.isPresent()) {
      issuedCount++;
      return new Issued(OracleTimestamp.of(packed.getAsLong()), oracle);
    }
    if (!backup.isAlive() && !isPrimaryAlive()) {
      throw new RefusedException(Code.ABORT, "no oracle is left");
    }
    throw new RefusedException(
        Code.TEMPORARILY_UNAVAILABLE,
        isPrimaryEnded
            ? "the primary has failed; the backup does not answer"
            : backup.isAlive()
                ? "no oracle is active until the primary's lease has run out"
                : "the primary does not answer, and there is no backup");
  }

  /**
   * Ends the primary; the backup takes over at once.
   *
   * @throws RefusedException if there is no primary to end or no backup to take over
   */
  synchronized void failPrimary() throws RefusedException {
    if (isPrimaryEnded) {
      throw new RefusedException(Code.PRECONDITION_FAILED, "the primary has failed already");
    }
    if (!backup.isAlive()) {
      throw new RefusedException(Code.PRECONDITION_FAILED, "there is no backup to take over");
    }
    endPrimary();
    if (askBackup(Request.SERVE).isEmpty()) {
      throw new RefusedException(
          Code.TEMPORARILY_UNAVAILABLE, "the primary has failed; the backup does not answer");
    }
  }

  /**
   * Tells what the service is doing.
   *
   * @throws RefusedException if the backup has to take over, and cannot now
   */
  synchronized Status status() throws RefusedException {
    failOver();
    boolean backupActive = hasTakenOver && backup.isAlive();
    return new Status(
        isPrimaryAlive(),
        isPrimaryAlive() ? "primary" : backupActive ? "backup" : "none",
        issuedCount);
  }

  private boolean isPrimaryAlive() {
    return !isPrimaryEnded && primary.isAlive();
  }

  /** Ends a primary whose lease has run out, if there is a backup, which then takes over. */
  private void failOver() throws RefusedException {
    if (!isPrimaryEnded && sinceAnswer.isOver(lease) && backup.isAlive()) {
      endPrimary();
    }
    if (isPrimaryEnded && !hasTakenOver) {
      askBackup(Request.SERVE);
    }
  }

  private void endPrimary() {
    isPrimaryEnded = true;
    primary.close();
  }

  private OptionalLong askPrimary(Request request) throws RefusedException {
    boolean hasAnswered = true;
    try {
      OptionalLong answer = primary.ask(request);
      hasAnswered = answer.isPresent();
      return answer;
    } finally {
      if (hasAnswered) { // A refusal is an answer as well.
        sinceAnswer = Stopwatch.start(nanoTime);
      }
    }
  }

  private OptionalLong askBackup(Request request) throws RefusedException {
    OptionalLong answer = backup.ask(request);
    if (answer.isPresent() && !hasTakenOver) {
      hasTakenOver = true;
      log.accept("the backup has taken over");
    }
    return answer;
  }
}
