package io.github.uhlc.examples;

/** The command line. */
public final class Main {
  private Main() {}

  /** Runs. */
  public static void main(String[] args) {
    System.out.println(io.github.uhlc.HLC.create().newTimestamp());
  }
}
