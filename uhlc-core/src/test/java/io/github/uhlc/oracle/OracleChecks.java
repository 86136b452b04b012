package io.github.uhlc.oracle;

import io.github.uhlc.NTP64;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** The promises, checked over all that the clients of a simulation were answered. */
final class OracleChecks {
  private final Set<OracleTimestamp> answered = new HashSet<>();
  private OracleTimestamp greatest = OracleTimestamp.of(0);
  private NTP64 greatestEpoch = NTP64.ZERO;
  private int grants;

  /** What a client knows when it asks: all that was answered before. */
  record Asked(OracleTimestamp floor, NTP64 epochFloor) {}

  Asked ask() {
    return new Asked(greatest, greatestEpoch);
  }

  /**
   * Notes an answer.
   *
   * @param bound the durable bound at this moment
   * @param sinceExtension what the holder's counter ran since its last extension started
   */
  void answered(
      Asked asked, OracleGrant grant, NTP64 bound, Duration sinceExtension, Duration lease) {
    require("O1", grants == 0 || grant.first().isAfter(asked.floor()), grant + " " + asked);
    for (int i = 0; i < grant.count(); i++) {
      require("O2", answered.add(grant.get(i)), grant);
    }
    require("O3", !grant.last().toNtp64().isAfter(bound), grant + " " + bound);
    require("O4", sinceExtension.compareTo(lease) < 0, grant + " " + sinceExtension);
    NTP64 epoch = NTP64.ofBits(grant.epoch());
    require("epoch", !epoch.isBefore(asked.epochFloor()), grant + " " + asked);
    grants++;
    greatest = grant.last().isAfter(greatest) ? grant.last() : greatest;
    greatestEpoch = epoch.isAfter(greatestEpoch) ? epoch : greatestEpoch;
  }

  void require(String promise, boolean holds, Object facts) {
    if (!holds) {
      throw new Broken(promise, facts);
    }
  }

  int grants() {
    return grants;
  }

  /** A promise was broken. */
  static final class Broken extends AssertionError {
    private static final long serialVersionUID = 1L;
    private final String promise;

    Broken(String promise, Object facts) {
      super(promise + ": " + facts);
      this.promise = promise;
    }

    String promise() {
      return promise;
    }
  }
}
