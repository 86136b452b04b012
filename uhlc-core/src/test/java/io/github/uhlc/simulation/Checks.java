package io.github.uhlc.simulation;

import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.Timestamp;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The promises as checks of every event of a run; they know nothing of how the clock works. */
final class Checks {
  private final long maxDeltaNtp;
  private final Set<Timestamp> all = new HashSet<>();
  private final Map<Timestamp, Timestamp> sendOfReceipt = new HashMap<>();
  private long greatestTick;
  private long greatestAllowed;
  private long greatestCount;
  private long issued;
  private long accepted;
  private long refused;

  Checks(Duration maxDelta) {
    this.maxDeltaNtp = NTP64.of(maxDelta).bits();
  }

  /** What one clock has issued and accepted since it started. */
  final class Log {
    private final ID id;
    private final FaultyClock clock;
    private Timestamp last;
    private Timestamp pendingReceipt;
    private long events;

    private Log(ID id, FaultyClock clock) {
      this.id = id;
      this.clock = clock;
    }

    void received(Timestamp sent, boolean wasAccepted) {
      long tick = clock.lastTick();
      boolean exceeds =
          Long.compareUnsigned(sent.ntp64(), tick) > 0
              && Long.compareUnsigned(sent.ntp64() - tick, maxDeltaNtp) > 0;
      require(wasAccepted != exceeds, "refusal", "sent=" + sent + ", tick=" + tick);
      if (wasAccepted) {
        accepted++;
        pendingReceipt = sent;
      } else {
        refused++;
      }
    }

    void issued(Timestamp timestamp) {
      issued++;
      events++;
      long tick = clock.lastTick();
      greatestTick = max(greatestTick, tick);
      require(timestamp.id().equals(id), "ID", timestamp);
      require(all.add(timestamp), "uniqueness", timestamp);
      require(last == null || timestamp.isAfter(last), "program order", timestamp);
      require(
          pendingReceipt == null || timestamp.time().isAfter(pendingReceipt.time()),
          "message order",
          timestamp);
      require(Long.compareUnsigned(timestamp.ntp64(), tick) >= 0, "not behind", timestamp);
      requireAtMost(timestamp, clock.greatestTick(), maxDeltaNtp, events, "lead: max-delta");
      // One unit an event beyond the fastest clock, and back to nothing as that clock runs on.
      greatestAllowed = max(greatestAllowed + 1, greatestTick);
      requireAtMost(timestamp, greatestAllowed, 0, 0, "lead: skew and counter growth");
      long count = max(timestamp.ntp64(), greatestTick) - greatestTick;
      greatestCount = Math.max(greatestCount, count);
      if (pendingReceipt != null) {
        sendOfReceipt.put(timestamp, pendingReceipt);
        pendingReceipt = null;
      }
      last = timestamp;
    }
  }

  Log newLog(ID id, FaultyClock clock) {
    return new Log(id, clock);
  }

  /** A cut at any timestamp is a consistent snapshot: it has no receipt without its send. */
  void checkCuts(RandomGenerator random) {
    checkCuts(all, sendOfReceipt, random);
  }

  static void checkCuts(
      Set<Timestamp> events, Map<Timestamp, Timestamp> sendOfReceipt, RandomGenerator random) {
    List<Timestamp> order = new ArrayList<>(events);
    order.sort(Comparator.naturalOrder());
    for (int cut = 0; cut < 20; cut++) {
      Set<Timestamp> past = new HashSet<>(order.subList(0, random.nextInt(order.size() + 1)));
      for (Timestamp event : past) {
        Timestamp send = sendOfReceipt.get(event);
        require(send == null || past.contains(send), "consistent cut", event);
      }
    }
  }

  long issued() {
    return issued;
  }

  long accepted() {
    return accepted;
  }

  long refused() {
    return refused;
  }

  /** The furthest that a time was ahead of the greatest tick in the system, in units of 2^-32 s. */
  long greatestCount() {
    return greatestCount;
  }

  /** The greatest timestamp of the run. */
  Timestamp greatest() {
    return Collections.max(all);
  }

  private static long max(long left, long right) {
    return Long.compareUnsigned(left, right) > 0 ? left : right;
  }

  private static void requireAtMost(
      Timestamp timestamp, long tick, long delta, long events, String check) {
    BigInteger limit = unsigned(tick).add(unsigned(delta)).add(unsigned(events));
    require(unsigned(timestamp.ntp64()).compareTo(limit) <= 0, check, timestamp);
  }

  private static BigInteger unsigned(long bits) {
    BigInteger low = BigInteger.valueOf(bits & Long.MAX_VALUE);
    return bits < 0 ? low.setBit(63) : low;
  }

  private static void require(boolean holds, String check, Object what) {
    if (!holds) {
      throw new AssertionError(check + " is broken: " + what);
    }
  }
}
