package io.github.uhlc;

/**
 * Decides whether an HLC accepts a received timestamp: it is refused if it is further ahead of the
 * physical clock than max-delta. Reports refusals to the listener, and timestamps that another
 * clock made with the HLC's own ID.
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
    long tickNtp = NtpBits.tick(physicalNtp);
    if (!NtpBits.isAfter(received.ntp64(), tickNtp)) {
      return true;
    }
    boolean admitted = maxDelta.admits(received.ntp64(), tickNtp);
    if (!listener.ignoresAll()) {
      reportIfOwn(received, physicalNtp, last);
      if (!admitted) {
        listener.onRefusal(refusal(received, physicalNtp));
      }
    }
    return admitted;
  }

  /** Reports a timestamp with this ID that this HLC cannot have made. */
  void reportIfOwn(Timestamp received, long physicalNtp, LastTime last) {
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
