package io.github.uhlc.examples.failover;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.examples.failover.FailoverService.Issued;
import io.github.uhlc.examples.failover.FailoverService.Status;
import io.github.uhlc.examples.failover.RefusedException.Code;
import io.github.uhlc.oracle.OracleTimestamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailoverServiceTest {
  private final ManualTime time = new ManualTime(1000);
  private final List<String> log = new ArrayList<>();
  @TempDir private Path directory;
  private Mortal primary;
  private Mortal backup;
  private FailoverService service;

  /** An oracle that can be silent, and dead, as a process can. */
  private static final class Mortal implements Member {
    private final Member oracle;
    private boolean silent;
    private boolean dead;
    private boolean lingers;
    private boolean isAsked;

    Mortal(Member oracle) {
      this.oracle = oracle;
    }

    @Override
    public OptionalLong ask(Request request) throws RefusedException {
      isAsked = true;
      return dead || silent ? OptionalLong.empty() : oracle.ask(request);
    }

    @Override
    public boolean isAlive() {
      return !dead;
    }

    @Override
    public void close() {
      dead = true;
      if (!lingers) {
        oracle.close();
      }
    }
  }

  @BeforeEach
  void startService() {
    primary = new Mortal(time.member(directory));
    backup = new Mortal(time.member(directory));
    service = time.service(primary, backup, log::add);
    service.start();
  }

  @AfterEach
  void endMembers() {
    primary.close();
    backup.close();
  }

  @Test
  void shouldCountWhileTheClockStandsStill() throws RefusedException {
    assertIssued(1000, 0, "primary");
    assertIssued(1000, 1, "primary");
    service.heartbeat();
    assertIssued(1000, 2, "primary");
    time.setWallMillis(61_000);
    assertIssued(61_000, 0, "primary");
  }

  @Test
  void shouldNotGoBackWithTheClock() throws RefusedException {
    time.setWallMillis(5000);
    assertIssued(5000, 0, "primary");
    time.setWallMillis(3);
    service.heartbeat();
    Issued last = service.getTime();
    assertTrue(last.time().isAfter(OracleTimestamp.of(5000, 0)), last::toString);
    service.failPrimary();
    Issued next = service.getTime();
    assertEquals("backup", next.oracle());
    assertTrue(next.time().isAfter(last.time()), next::toString);
  }

  @Test
  void shouldGoOnWithTheNextMillisecondWhenOneIsUsedUp() throws RefusedException {
    OracleTimestamp last = OracleTimestamp.of(0);
    for (int i = 0; i <= 2 * OracleTimestamp.MAX_COUNT; i++) {
      OracleTimestamp next = service.getTime().time();
      assertTrue(next.isAfter(last));
      last = next;
    }
    assertEquals(OracleTimestamp.of(1002, 0), last);
    service.failPrimary();
    assertIssued(1100, 0, "backup");
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
    assertIssued(1100, 0, "backup");
    time.setWallMillis(61_001);
    assertIssued(61_001, 0, "backup");
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
    service.heartbeat();
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
    time.setWallMillis(61_000);
    assertIssued(61_000, 0, "primary");

    primary.dead = true;
    assertRefused(Code.ABORT, "no oracle is left", service::getTime);
    assertEquals(new Status(false, "none", 1), service.status());
  }

  @Test
  void shouldNotGiveUpAPrimaryThatIsSilentWithoutABackup() throws RefusedException {
    backup.dead = true;
    primary.silent = true;
    assertRefused(
        Code.TEMPORARILY_UNAVAILABLE,
        "the primary does not answer, and there is no backup",
        service::getTime);
    time.pass(ManualTime.LEASE);
    service.heartbeat();
    assertFalse(primary.dead);
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
  void shouldServeOnWhateverTheBackupDoes() throws RefusedException {
    backup.silent = true;
    for (int i = 0; i < 3; i++) {
      assertIssued(1000, i, "primary");
      time.pass(ManualTime.LEASE.dividedBy(2));
      service.heartbeat();
    }
    assertFalse(backup.dead);
    assertEquals(List.of(), log);
  }

  @Test
  void shouldWaitForABackupThatIsSilentWhenItHasToTakeOver() throws RefusedException {
    primary.silent = true;
    backup.silent = true;
    time.pass(ManualTime.LEASE);
    assertRefused(
        Code.TEMPORARILY_UNAVAILABLE,
        "the primary has failed; the backup does not answer",
        service::getTime);
    assertEquals(new Status(false, "none", 0), service.status());
    assertEquals(List.of(), log);
    backup.silent = false;
    assertIssued(1100, 0, "backup");
  }

  /** As of a process that is killed, but is not gone yet. */
  @Test
  void shouldNotTakeTheMarkFromAPrimaryThatHasNotEnded() throws RefusedException {
    assertIssued(1000, 0, "primary");
    primary.lingers = true;
    for (int i = 0; i < 2; i++) {
      RefusedException refusal =
          assertThrows(RefusedException.class, i == 0 ? service::failPrimary : service::getTime);
      assertEquals(Code.TEMPORARILY_UNAVAILABLE, refusal.code());
      assertTrue(refusal.getMessage().contains("is in use by"), refusal::getMessage);
    }
    primary.oracle.close();
    assertIssued(1100, 0, "backup");
  }

  @Test
  void shouldGoOnAboveAllTimesWhenItIsStartedAgain() throws RefusedException {
    assertIssued(1000, 0, "primary");
    service.failPrimary();
    assertIssued(1100, 0, "backup");
    backup.close();

    time.setWallMillis(7);
    startService();
    Issued next = service.getTime();
    assertEquals("primary", next.oracle());
    assertTrue(next.time().isAfter(OracleTimestamp.of(1100, 0)), next::toString);
  }

  @Test
  void shouldSayOnceThatTheMarkIsDamagedAndServeWhenItIsNot() throws IOException {
    endMembers();
    Path mark = directory.resolve("oracle.mark");
    byte[] good = Files.readAllBytes(mark);
    Files.write(mark, "nonsense".getBytes(StandardCharsets.US_ASCII));
    startService();
    service.heartbeat();
    RefusedException refusal = assertThrows(RefusedException.class, service::getTime);
    assertEquals(Code.TEMPORARILY_UNAVAILABLE, refusal.code());
    assertEquals(List.of(refusal.getMessage()), log);

    Files.write(mark, good);
    service.heartbeat();
    assertDoesNotThrow(() -> assertIssued(1100, 0, "primary"));
  }

  @Test
  void shouldBearAClockOutsideTheFormat() throws RefusedException {
    assertIssued(1000, 0, "primary");
    time.setWallMillis(4_294_967_296_000L);
    RefusedException refusal = assertThrows(RefusedException.class, service::getTime);
    assertEquals(Code.CRASH, refusal.code());
    service.heartbeat();
    service.heartbeat();
    assertEquals(List.of("the time is outside 1970..2106: millis=4294967296000"), log);
    time.pass(ManualTime.LEASE.dividedBy(2));
    time.setWallMillis(61_000);
    assertIssued(61_000, 0, "primary");
  }

  @Test
  void shouldRefuseTimesMoreThanAnHourAheadOfTheClock() throws RefusedException {
    long hourMillis = Duration.ofHours(1).toMillis();
    time.setWallMillis(2 * hourMillis);
    assertIssued(2 * hourMillis, 0, "primary");
    time.setWallMillis(hourMillis - 60_000);
    assertRefusedAsTooFarAhead();
    endMembers();
    startService();
    assertRefusedAsTooFarAhead();
    time.setWallMillis(hourMillis + 60_000);
    Issued next = service.getTime();
    assertTrue(next.time().isAfter(OracleTimestamp.of(2 * hourMillis, 0)), next::toString);
  }

  private void assertRefusedAsTooFarAhead() {
    RefusedException refusal = assertThrows(RefusedException.class, service::getTime);
    assertEquals(Code.TEMPORARILY_UNAVAILABLE, refusal.code());
    assertTrue(refusal.getMessage().contains("too far ahead of the physical clock"));
  }

  @Test
  void shouldTakeARefusalForAnAnswer() throws RefusedException {
    time.setWallMillis(-1);
    for (int i = 0; i < 3; i++) {
      time.pass(ManualTime.LEASE.dividedBy(2));
      service.heartbeat();
    }
    assertEquals(new Status(true, "primary", 0), service.status());
  }

  @Test
  void shouldDoNothingBeforeItIsStarted() {
    endMembers();
    Mortal untouched = new Mortal(time.member(directory));
    FailoverService early = time.service(untouched, new Mortal(time.member(directory)), log::add);
    time.pass(ManualTime.LEASE);
    early.heartbeat();
    assertFalse(untouched.dead || untouched.isAsked);
    early.start();
    assertTrue(untouched.isAsked);
    assertFalse(untouched.dead, "the lease counts from the start");
    untouched.close();
  }

  private void assertIssued(long pt, int c, String oracle) throws RefusedException {
    assertEquals(new Issued(OracleTimestamp.of(pt, c), oracle), service.getTime());
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
