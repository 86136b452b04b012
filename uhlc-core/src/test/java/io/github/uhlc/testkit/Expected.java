package io.github.uhlc.testkit;

import io.github.uhlc.NTP64;
import java.util.ArrayList;
import java.util.List;

/** What the bound of a mark can be, seen by one who makes one call at a time. */
final class Expected {
  private final List<Extension> uncertain = new ArrayList<>();
  private NTP64 known;

  Expected(NTP64 known) {
    this.known = known;
  }

  /** The bound that was acknowledged or read last. */
  NTP64 known() {
    return known;
  }

  /** Takes note that the bound was acknowledged or read. */
  void found(NTP64 bound) {
    known = bound;
    // They can still happen only from the bound, which never comes again.
    uncertain.removeIf(extension -> extension.from().isBefore(bound));
  }

  /** Takes note of an extension that has thrown: it has happened, or not, or will. */
  void perhaps(Extension extension) {
    uncertain.add(extension);
  }

  boolean isPossible(NTP64 bound) {
    List<NTP64> possible = new ArrayList<>(List.of(known));
    for (int i = 0; i < possible.size(); i++) {
      NTP64 from = possible.get(i);
      uncertain.stream()
          .filter(extension -> extension.from().equals(from))
          .map(Extension::to)
          .filter(to -> !possible.contains(to))
          .forEach(possible::add);
    }
    return possible.contains(bound);
  }
}
