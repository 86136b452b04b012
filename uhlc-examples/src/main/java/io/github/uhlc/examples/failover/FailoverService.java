package io.github.uhlc.examples.failover;

import io.github.uhlc.examples.failover.RefusedException.Code;
import io.github.uhlc.examples.failover.Signal.Kind;
import java.util.function.Consumer;

/**
 * A time oracle made of a primary and a backup: every time that it issues is greater than all
 * before, whichever of them answers.
 */
final class FailoverService {
  // Why times never repeat nor go back at a failover:
  // - The primary issues nothing beyond the bound that the backup has acknowledged (Primary.get),
  //   and the backup starts beyond that bound (Backup.takeOver). The bound is not an estimate: a
  //   time whose millisecond the backup does not hold is not issued, so it cannot be lost.
  // - The primary issues nothing once its lease is over, and its lease is over first: it counts
  //   from when it asked, the backup from when it granted, which is later, on clocks of one rate.
  // - Once the backup has taken over it grants nothing more. This class asks one thing at a time
  //   and drops what an oracle answers late, so no time of the primary comes out after one of the
  //   backup.
  // None of it depends on the wall clock. The safety margin only has to be 1 ms: beyond that it
  // is the distance by which people see a failover in the times.
  //
  // State: all guarded by this, as a timer renews the lease beside the thread that has requests.

  private final Member primary;
  private final Member backup;
  private final Consumer<String> log;
  private boolean failed;
  private boolean takenOver;
  private long issuedCount;

  /**
   * A time and who issued it.
   *
   * @param time greater than all before
   * @param oracle "primary" or "backup"
   */
  record Issued(MillisTime time, String oracle) {}

  /**
   * What the service is doing.
   *
   * @param primaryAlive whether the primary has neither failed nor lost its lease, as far as known
   * @param activeOracle "primary", "backup", or "none" if the primary has died and the lease has
   *     not yet run out, or both have died
   * @param issuedCount how many times were issued
   */
  record Status(boolean primaryAlive, String activeOracle, long issuedCount) {}

  /**
   * Makes a service, whose primary has no lease before the first {@link #heartbeat}.
   *
   * @param primary the primary
   * @param backup the backup
   * @param log takes a line when something happens to one of them
   */
  FailoverService(Member primary, Member backup, Consumer<String> log) {
    this.primary = primary;
    this.backup = backup;
    this.log = log;
  }

  /**
   * Lets the primary renew its lease, if it is there to do so, and the backup see to it. To be
   * called several times within the duration of a lease.
   */
  synchronized void heartbeat() {
    if (!askPrimary(Signal.RENEW).is(Kind.HELD)) {
      askBackup(Signal.WATCH);
    }
  }

  /**
   * Issues a time.
   *
   * @throws RefusedException if neither oracle may issue one now
   */
  synchronized Issued getTime() throws RefusedException {
    String oracle = "primary";
    Signal answer = askPrimary(Signal.GET);
    if (!answer.is(Kind.TIME)) {
      oracle = "backup";
      answer = askBackup(Signal.GET);
    }
    if (answer.is(Kind.TIME)) {
      issuedCount++;
      return new Issued(new MillisTime(answer.pt(), answer.number()), oracle);
    }
    if (backup.isAlive()) {
      throw new RefusedException(
          Code.TEMPORARILY_UNAVAILABLE,
          "no oracle is active until the primary's lease has run out");
    }
    if (mayPrimaryServe()) {
      throw new RefusedException(
          Code.TEMPORARILY_UNAVAILABLE, "the primary does not answer, and there is no backup");
    }
    throw new RefusedException(Code.ABORT, "no oracle is left");
  }

  /**
   * Ends the primary; the backup takes over at once.
   *
   * @throws RefusedException if there is no primary to end or no backup to take over
   */
  synchronized void failPrimary() throws RefusedException {
    if (failed || takenOver) {
      throw new RefusedException(Code.PRECONDITION_FAILED, "the primary has failed already");
    }
    if (!backup.isAlive()) {
      throw new RefusedException(Code.PRECONDITION_FAILED, "there is no backup to take over");
    }
    failed = true;
    primary.close();
    if (!askBackup(Signal.TAKE_OVER).is(Kind.ACTIVE)) {
      throw new RefusedException(
          Code.TEMPORARILY_UNAVAILABLE, "the primary has failed; the backup does not answer");
    }
  }

  synchronized Status status() {
    if (!takenOver) {
      askBackup(Signal.WATCH);
    }
    boolean primaryAlive = mayPrimaryServe();
    boolean backupActive = takenOver && backup.isAlive();
    return new Status(
        primaryAlive, primaryAlive ? "primary" : backupActive ? "backup" : "none", issuedCount);
  }

  private boolean mayPrimaryServe() {
    return !failed && !takenOver && primary.isAlive();
  }

  private Signal askPrimary(Signal request) {
    if (failed || takenOver) {
      return Signal.REFUSED;
    }
    Signal answer = primary.answer(request);
    if (!answer.is(Kind.HOLD)) {
      return answer;
    }
    Signal held = backup.answer(answer);
    if (held.is(Kind.SILENT)) {
      backup.close(); // It must not stop a primary that is well, nor wake up and take over.
      log.accept("the backup did not answer and was ended; the primary serves on");
    }
    if (!held.is(Kind.HELD) && !backup.isAlive()) {
      held = answer.held(); // A backup that is dead holds anything, as it never takes over.
    }
    return held.is(Kind.HELD) ? primary.answer(held) : Signal.REFUSED;
  }

  private Signal askBackup(Signal request) {
    Signal answer = backup.answer(request);
    if ((answer.is(Kind.ACTIVE) || answer.is(Kind.TIME)) && !takenOver) {
      takenOver = true;
      primary.close();
      log.accept("the backup has taken over");
    }
    return answer;
  }
}
