package io.github.uhlc.mutants;

import java.util.List;

/**
 * What became of a mutant.
 *
 * @param kind whether it was noticed
 * @param details by which test methods, or why it cannot be tested
 */
record Verdict(Kind kind, List<String> details) {
  private static final int SHOWN = 3;

  enum Kind {
    NOTICED,
    TIMED_OUT,
    SURVIVED,
    UNUSABLE
  }

  /** That of tests of which these failed. */
  static Verdict of(List<String> failed) {
    return new Verdict(failed.isEmpty() ? Kind.SURVIVED : Kind.NOTICED, List.copyOf(failed));
  }

  static Verdict timedOut() {
    return new Verdict(Kind.TIMED_OUT, List.of());
  }

  static Verdict unusable(String reason) {
    return new Verdict(Kind.UNUSABLE, List.of(reason));
  }

  boolean isNoticed() {
    return kind == Kind.NOTICED || kind == Kind.TIMED_OUT;
  }

  @Override
  public String toString() {
    return switch (kind) {
      case NOTICED -> "noticed by " + shown();
      case TIMED_OUT -> "noticed, as its tests did not end";
      case SURVIVED -> "SURVIVED";
      case UNUSABLE -> "UNUSABLE: " + String.join("", details);
    };
  }

  private String shown() {
    String first = String.join(", ", details.subList(0, Math.min(SHOWN, details.size())));
    int more = details.size() - SHOWN;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
