package io.github.uhlc.simulation;

import io.github.uhlc.ID;
import io.github.uhlc.NTP64;
import io.github.uhlc.PhysicalClock;
import io.github.uhlc.Timestamp;
import java.time.Duration;

/** Clocks that are broken in one rule each, which the checks must reject. */
enum Twin {
  /** Stamps with the wall clock, as most programs do. */
  WALL_CLOCK("message order") {
    @Override
    long next(long last, long physical) {
      return physical;
    }
  },

  /** Does not merge what it received. */
  FORGETFUL("message order") {
    @Override
    long merged(long received, long last) {
      return last;
    }
  },

  /** Lets its counter overflow instead of carrying into the time. */
  OVERFLOWING("program order") {
    @Override
    long next(long last, long physical) {
      return Long.compareUnsigned(physical, last) > 0
          ? physical
          : (last & ~COUNTER) | ((last + 1) & COUNTER);
    }
  },

  /** Counts events only, and does not look at its physical clock. */
  LAGGING("not behind") {
    @Override
    long next(long last, long physical) {
      return last + 1;
    }
  },

  /** Counts in ticks, so that its counter grows faster than its events. */
  COUNTING_TICKS("lead: skew and counter growth") {
    @Override
    long next(long last, long physical) {
      return Long.compareUnsigned(physical, last) > 0 ? physical : last + COUNTER + 1;
    }
  },

  /** Accepts all it receives. */
  CREDULOUS("refusal") {
    @Override
    boolean accepts(long received, long last, long physical, long maxDelta) {
      return true;
    }
  },

  /** Measures max-delta from its last time, not from its physical clock. */
  WALKING("refusal") {
    @Override
    boolean accepts(long received, long last, long physical, long maxDelta) {
      long reference = Long.compareUnsigned(last, physical) > 0 ? last : physical;
      return super.accepts(received, last, reference, maxDelta);
    }
  },

  /** Merges what it says it refused. */
  INSINCERE("lead: max-delta") {
    @Override
    long refused(long received, long last) {
      return merged(received, last);
    }
  },

  /** Gives its timestamps the ID of all others of its kind. */
  NAMELESS("ID") {
    @Override
    ID named(ID id) {
      return ID.ofUnsigned(1);
    }
  },

  /** Compares as signed numbers. */
  SIGNED("not behind") {
    @Override
    long next(long last, long physical) {
      return Math.max(physical, last + 1);
    }

    @Override
    long merged(long received, long last) {
      return Math.max(received, last);
    }
  };

  private static final long COUNTER = 0xF;

  private final String check;

  Twin(String check) {
    this.check = check;
  }

  /** The check that must reject it. */
  String check() {
    return check;
  }

  long next(long last, long physical) {
    return Long.compareUnsigned(physical, last) > 0 ? physical : last + 1;
  }

  boolean accepts(long received, long last, long physical, long maxDelta) {
    return Long.compareUnsigned(received, physical) <= 0
        || Long.compareUnsigned(received - physical, maxDelta) <= 0;
  }

  long merged(long received, long last) {
    return Long.compareUnsigned(received, last) > 0 ? received : last;
  }

  long refused(long received, long last) {
    return last;
  }

  ID named(ID id) {
    return id;
  }

  Stamper start(ID id, PhysicalClock clock, Duration maxDelta) {
    long maxDeltaNtp = NTP64.of(maxDelta).bits();
    return new Stamper() {
      private long last;

      @Override
      public Timestamp stamp() {
        last = next(last, clock.ntp64() & ~COUNTER);
        return Timestamp.of(last, named(id));
      }

      @Override
      public boolean receive(Timestamp received) {
        long ntp = received.ntp64();
        boolean accepted = accepts(ntp, last, clock.ntp64() & ~COUNTER, maxDeltaNtp);
        last = accepted ? merged(ntp, last) : refused(ntp, last);
        return accepted;
      }
    };
  }
}
