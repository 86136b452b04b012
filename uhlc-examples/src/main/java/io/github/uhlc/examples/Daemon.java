package io.github.uhlc.examples;

/** Background threads, which do not keep the process alive. */
public final class Daemon {
  private Daemon() {}

  /**
   * Starts a thread.
   *
   * @param name its name
   * @param body what it does
   * @return the thread
   */
  public static Thread start(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
