package io.github.uhlc;

/**
 * What an HLC makes of a received timestamp: it is refused if it is further ahead of the physical
 * clock than max-delta, and the listener is told of that, and of one that a stranger made with the
 * HLC's own ID.
 *
 * @param id the ID of the HLC
 * @param maxDelta its max-delta
 * @param listener its listener
 */
record Admission(ID id, MaxDelta maxDelta, SafeListener listener) {
  /**
   * Returns the time of a timestamp that is admitted.
   *
   * @throws ExceedingDeltaException if it is refused
   */
  long require(Timestamp received, long physicalNtp, LastTime last) {
    if (!admits(received, physicalNtp, last)) {
      throw refusal(received, physicalNtp);
    }
    return received.ntp64();
  }

  boolean admits(Timestamp received, long physicalNtp, LastTime last) {
    long tick = NtpBits.tick(physicalNtp);
    if (!NtpBits.isAfter(received.ntp64(), tick)) {
      return true;
    }
    boolean admitted = maxDelta.admits(received.ntp64(), tick);
    if (!listener.ignoresAll()) {
      tellIfOwn(received, physicalNtp, last);
      if (!admitted) {
        listener.onRefusal(refusal(received, physicalNtp));
      }
    }
    return admitted;
  }

  /** Tells of a timestamp with this ID that this HLC cannot have made. */
  void tellIfOwn(Timestamp received, long physicalNtp, LastTime last) {
    if (received.id().equals(id)
        && NtpBits.isAfter(received.ntp64(), NtpBits.tick(physicalNtp))
        && NtpBits.isAfter(received.ntp64(), last.lastAcquire())) {
      listener.onOwnIdFromElsewhere(received);
    }
  }

  private ExceedingDeltaException refusal(Timestamp received, long physicalNtp) {
    return new ExceedingDeltaException(
        received, NTP64.ofBits(NtpBits.tick(physicalNtp)), maxDelta.duration());
  }
}
