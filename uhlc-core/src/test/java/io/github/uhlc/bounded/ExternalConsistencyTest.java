package io.github.uhlc.bounded;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.HLC;
import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import io.github.uhlc.fixture.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Transactions of nodes that exchange no messages, in virtual time. Of two that do not overlap in
 * true time, the later one has the greater timestamp, thanks to commit wait.
 */
class ExternalConsistencyTest {
  private static final int NODES = 5;
  private static final int TRANSACTIONS = 20_000;
  private static final long ERROR_NANOS = 3_000_000;
  private static final Duration ERROR = Duration.ofNanos(ERROR_NANOS);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** How a transaction gets its timestamp, and when it ends. */
  private enum Protocol {
    COMMIT_WAIT(IntervalPoint.LATEST) {
      @Override
      boolean await(IntervalWait waiting, NTP64 time) throws InterruptedException {
        return waiting.past(time, TIMEOUT);
      }
    },

    NO_WAIT(IntervalPoint.LATEST) {
      @Override
      boolean await(IntervalWait waiting, NTP64 time) {
        return true;
      }
    },

    NO_WAIT_ON_THE_ESTIMATE(IntervalPoint.ESTIMATE) {
      @Override
      boolean await(IntervalWait waiting, NTP64 time) {
        return true;
      }
    },

    /** As long as the error, which is half as long as the uncertainty. */
    HALF_A_WAIT(IntervalPoint.LATEST) {
      @Override
      boolean await(IntervalWait waiting, NTP64 time) throws InterruptedException {
        return waiting.past(time.minus(ERROR), TIMEOUT);
      }
    },

    COMMIT_WAIT_ON_THE_ESTIMATE(IntervalPoint.ESTIMATE) {
      @Override
      boolean await(IntervalWait waiting, NTP64 time) throws InterruptedException {
        return waiting.past(time, TIMEOUT);
      }
    };

    private final IntervalPoint point;

    Protocol(IntervalPoint point) {
      this.point = point;
    }

    abstract boolean await(IntervalWait waiting, NTP64 time) throws InterruptedException;
  }

  /** True time that all nodes share. */
  private static final class World {
    private final RandomGenerator random;
    private long nanos = ManualBoundedClock.NOON.toNanos();

    World(RandomGenerator random) {
      this.random = random;
    }

    void pass(long maxNanos) {
      nanos += random.nextLong(maxNanos + 1);
    }

    /** A wall clock that is anywhere within its error at each reading, often at the end of it. */
    long wallNtp() {
      pass(1000);
      long offsetNanos =
          switch (random.nextInt(4)) {
            case 0 -> ERROR_NANOS;
            case 1 -> -ERROR_NANOS;
            default -> random.nextLong(-ERROR_NANOS, ERROR_NANOS + 1);
          };
      return NTP64.ofSeconds(0, nanos + offsetNanos).bits();
    }
  }

  private static final class Node {
    private final HLC hlc;
    private final IntervalWait waiting;

    Node(World world, Protocol protocol, long id) {
      BoundedClock clock = BoundedClock.of(world::wallNtp, ERROR);
      hlc =
          HLC.builder()
              .withId(ID.ofUnsigned(id))
              .withClock(clock.physicalClock(protocol.point))
              .build();
      waiting = new IntervalWait(clock, () -> world.nanos, nanos -> world.nanos += nanos);
    }
  }

  @Test
  void shouldOrderTransactionsAsTheyHappened() throws InterruptedException {
    check(Protocol.COMMIT_WAIT, Seeds.next());
  }

  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"COMMIT_WAIT"})
  void shouldRejectTheTwin(Protocol twin) {
    long seed = Seeds.next();
    AssertionError found = assertThrows(AssertionError.class, () -> check(twin, seed));
    assertTrue(found.getMessage().startsWith("a later transaction"), found::getMessage);
  }

  private static void check(Protocol protocol, long seed) throws InterruptedException {
    RandomGenerator random = Seeds.random(seed);
    World world = new World(random);
    List<Node> nodes = new ArrayList<>();
    for (int id = 1; id <= NODES; id++) {
      nodes.add(new Node(world, protocol, id));
    }
    Timestamp last = Timestamp.of(NTP64.ZERO, ID.ofUnsigned(1));
    for (int i = 0; i < TRANSACTIONS; i++) {
      Node node = nodes.get(random.nextInt(NODES));
      Timestamp commit = node.hlc.newTimestamp();
      world.pass(10_000);
      assertTrue(protocol.await(node.waiting, commit.time()), "the wait ended");
      if (!commit.time().isAfter(last.time())) {
        throw new AssertionError(
            "a later transaction has no greater time: transaction=" + i + ", seed=" + seed);
      }
      last = commit;
      world.pass(1000);
    }
  }
}
