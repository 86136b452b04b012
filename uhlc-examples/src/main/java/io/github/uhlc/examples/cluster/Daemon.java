package io.github.uhlc.examples.cluster;

/** Background threads, which do not keep the process alive. */
final class Daemon {
  private Daemon() {}

  static Thread start(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
