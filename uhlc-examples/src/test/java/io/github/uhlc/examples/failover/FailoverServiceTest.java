package io.github.uhlc.examples.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.examples.failover.FailoverService.Issued;
import io.github.uhlc.examples.failover.FailoverService.Status;
import io.github.uhlc.examples.failover.RefusedException.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailoverServiceTest {
  private final ManualTime time = new ManualTime(1000);
  private final List<String> log = new ArrayList<>();
  private final Mortal primary = new Mortal(time.primary());
  private final Mortal backup = new Mortal(time.backup());
  private final FailoverService service = new FailoverService(primary, backup, log::add);

  /** An oracle that can be silent, and dead. */
  private static final class Mortal implements Member {
    private final Member oracle;
    private boolean silent;
    private boolean dead;
    private boolean diesWhenAsked;
    private boolean refusesToHold;

    Mortal(Member oracle) {
      this.oracle = oracle;
    }

    @Override
    public Signal answer(Signal request) {
      dead |= diesWhenAsked;
      if (dead || (refusesToHold && request.is(Signal.Kind.HOLD))) {
        return Signal.REFUSED;
      }
      return silent ? Signal.SILENT : oracle.answer(request);
    }

    @Override
    public boolean isAlive() {
      return !dead;
    }

    @Override
    public void close() {
      dead = true;
    }
  }

  @BeforeEach
  void grantTheLease() {
    service.heartbeat();
  }

  @Test
  void shouldCountWhileTheClockStandsStill() throws RefusedException {
    assertIssued(1000, 0, "primary");
    assertIssued(1000, 1, "primary");
    service.heartbeat();
    assertIssued(1000, 2, "primary");
    time.setWallMillis(1001);
    assertIssued(1001, 0, "primary");
  }

  @Test
  void shouldNotGoBackWithTheClock() throws RefusedException {
    time.setWallMillis(5000);
    assertIssued(5000, 0, "primary");
    time.setWallMillis(3);
    service.heartbeat();
    assertIssued(5000, 1, "primary");
    service.failPrimary();
    assertIssued(5100, 0, "backup");
    assertIssued(5100, 1, "backup");
  }

  @Test
  void shouldGoOnWithTheNextMillisecondWhenOneIsUsedUp() throws RefusedException {
    MillisTime last = new MillisTime(0, 0);
    for (int i = 0; i < 5_000_000; i++) {
      MillisTime next = service.getTime().time();
      assertTrue(next.compareTo(last) > 0);
      last = next;
    }
    assertEquals(1001, last.pt());
    service.failPrimary();
    assertIssued(1101, 0, "backup");
  }

  @Test
  void shouldLetTheBackupTakeOverWhenThePrimaryFails() throws RefusedException {
    assertIssued(1000, 0, "primary");
    service.failPrimary();

    assertEquals(new Status(false, "backup", 1), service.status());
    assertIssued(1100, 0, "backup");
    assertIssued(1100, 1, "backup");
    assertEquals(List.of("the backup has taken over"), log);
    assertRefused(Code.PRECONDITION_FAILED, "the primary has failed already", service::failPrimary);
    assertIssued(1100, 2, "backup");
  }

  @Test
  void shouldUseTheClockOfTheBackupOnceItIsBeyondTheMargin() throws RefusedException {
    assertIssued(1000, 0, "primary");
    service.failPrimary();
    time.setWallMillis(1101);
    assertIssued(1101, 0, "backup");
  }

  @Test
  void shouldStartBeyondWhatAPrimaryWithoutRequestsCanHaveIssued() throws RefusedException {
    service.failPrimary();
    assertIssued(1100, 0, "backup");
  }

  @Test
  void shouldLetTheBackupTakeOverWhenTheLeaseHasRunOut() throws RefusedException {
    assertIssued(1000, 0, "primary");
    primary.silent = true;
    time.pass(ManualTime.LEASE.minusNanos(1));
    service.heartbeat();
    assertRefused(
        Code.TEMPORARILY_UNAVAILABLE,
        "no oracle is active until the primary's lease has run out",
        service::getTime);
    assertEquals(List.of(), log);

    time.pass(Duration.ofNanos(1));
    service.heartbeat();
    primary.silent = false;
    assertEquals(List.of("the backup has taken over"), log);
    assertTrue(primary.dead);
    assertEquals(new Status(false, "backup", 1), service.status());
    assertIssued(1100, 0, "backup");
  }

  @Test
  void shouldLetTheBackupTakeOverForAPrimaryThatWasPaused() throws RefusedException {
    assertIssued(1000, 0, "primary");
    time.pass(ManualTime.LEASE);
    assertIssued(1100, 0, "backup");
    assertIssued(1100, 1, "backup");
  }

  @Test
  void shouldServeAsLongAsTheLeaseIsRenewed() throws RefusedException {
    for (int i = 0; i < 20; i++) {
      time.pass(ManualTime.LEASE.minusNanos(1));
      service.heartbeat();
      assertIssued(1000, i, "primary");
    }
  }

  @Test
  void shouldSayThatNoOracleIsActiveUntilTheLeaseOfADeadPrimaryHasRunOut() throws RefusedException {
    primary.dead = true;
    assertEquals(new Status(false, "none", 0), service.status());
    time.pass(ManualTime.LEASE);
    assertEquals(new Status(false, "backup", 0), service.status());
    assertIssued(1100, 0, "backup");
  }

  @Test
  void shouldNotFailThePrimaryWithoutABackup() throws RefusedException {
    backup.dead = true;
    assertRefused(
        Code.PRECONDITION_FAILED, "there is no backup to take over", service::failPrimary);
    time.setWallMillis(1010);
    assertIssued(1010, 0, "primary");

    primary.dead = true;
    assertRefused(Code.ABORT, "no oracle is left", service::getTime);
    assertEquals(new Status(false, "none", 1), service.status());
  }

  @Test
  void shouldServeWhenTheBackupDiesWhileItIsAsked() throws RefusedException {
    backup.diesWhenAsked = true;
    time.setWallMillis(1010);
    assertIssued(1010, 0, "primary");
    assertTrue(backup.dead);
  }

  @Test
  void shouldNotGiveUpAPrimaryThatIsSilentWithoutABackup() throws RefusedException {
    backup.dead = true;
    primary.silent = true;
    assertRefused(
        Code.TEMPORARILY_UNAVAILABLE,
        "the primary does not answer, and there is no backup",
        service::getTime);
    primary.silent = false;
    assertIssued(1000, 0, "primary");
  }

  @Test
  void shouldLetASilentBackupTakeOverLater() throws RefusedException {
    backup.silent = true;
    assertRefused(
        Code.TEMPORARILY_UNAVAILABLE,
        "the primary has failed; the backup does not answer",
        service::failPrimary);
    backup.silent = false;
    time.pass(ManualTime.LEASE);
    assertIssued(1100, 0, "backup");
  }

  @Test
  void shouldEndABackupThatIsSilentAndServeOn() throws RefusedException {
    backup.silent = true;
    time.setWallMillis(1001);
    assertIssued(1001, 0, "primary");
    assertTrue(backup.dead);
    assertEquals(List.of("the backup did not answer and was ended; the primary serves on"), log);

    time.pass(ManualTime.LEASE);
    service.heartbeat();
    assertIssued(1001, 1, "primary");
  }

  @Test
  void shouldNotEndASilentBackupThatMayHaveToTakeOver() throws RefusedException {
    assertIssued(1000, 0, "primary");
    primary.silent = true;
    backup.silent = true;
    service.heartbeat();
    assertThrows(RefusedException.class, service::getTime);
    assertFalse(primary.dead || backup.dead);
    assertEquals(List.of(), log);
    backup.silent = false;
    time.pass(ManualTime.LEASE);
    assertIssued(1100, 0, "backup");
  }

  @Test
  void shouldIssueNothingThatALivingBackupDoesNotHold() throws RefusedException {
    backup.refusesToHold = true;
    assertIssued(1000, 0, "primary");
    time.setWallMillis(1001);
    assertThrows(RefusedException.class, service::getTime);
    assertFalse(backup.dead);
  }

  @Test
  void shouldBearAClockOutsideTheFormat() throws RefusedException {
    assertIssued(1000, 0, "primary");
    time.setWallMillis(MillisTime.MAX_MILLIS + 1);
    assertThrows(OutsideFormatException.class, service::getTime);
    assertThrows(OutsideFormatException.class, service::heartbeat);
    time.setWallMillis(1001);
    assertIssued(1001, 0, "primary");
  }

  private void assertIssued(long pt, long c, String oracle) throws RefusedException {
    assertEquals(new Issued(new MillisTime(pt, c), oracle), service.getTime());
  }

  private interface Call {
    void run() throws RefusedException;
  }

  private static void assertRefused(Code code, String text, Call call) {
    RefusedException refusal = assertThrows(RefusedException.class, call::run);
    assertEquals(text, refusal.getMessage());
    assertEquals(code, refusal.code());
  }
}
