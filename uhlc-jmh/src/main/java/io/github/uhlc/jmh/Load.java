package io.github.uhlc.jmh;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What other processes take of a machine: a benchmark is right on one that does nothing else.
 * Immutable.
 *
 * @param busyProcessors how many processors they used in the last second, NaN if that is not known
 * @param processors how many there are
 * @param average the load average of the last minute, negative if the system has none
 */
record Load(double busyProcessors, int processors, double average) {
  /** An idle machine has some hundredths. */
  private static final double MAX_QUIET_PROCESSORS = 0.2;

  private static final long SPAN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Watches the machine for a second. */
  static Load measure() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    system.getCpuLoad(); // Both give what was used since they were asked before.
    system.getProcessCpuLoad();
    long start = System.nanoTime();
    for (long left = SPAN_NANOS; left > 0; left = SPAN_NANOS - (System.nanoTime() - start)) {
      LockSupport.parkNanos(left);
    }
    int processors = system.getAvailableProcessors();
    return new Load(
        busyProcessors(system.getCpuLoad(), system.getProcessCpuLoad(), processors),
        processors,
        system.getSystemLoadAverage());
  }

  /** What others use, of shares of all processors that are negative if they are not known. */
  static double busyProcessors(double all, double own, int processors) {
    return all < 0 || own < 0 ? Double.NaN : Math.max(0, all - own) * processors;
  }

  /** A line if the machine is not quiet enough to measure on. */
  Optional<String> warning() {
    return busyProcessors > MAX_QUIET_PROCESSORS
        ? Optional.of(
            "warning: the machine is busy: figures hold on a machine that does nothing else: "
                + "processors that other processes use="
                + used()
                + ", load average="
                + lastMinute())
        : Optional.empty();
  }

  /** How many of the processors others used. */
  String used() {
    return Double.isNaN(busyProcessors)
        ? "unknown"
        : String.format(Locale.ROOT, "%.1f of %d", busyProcessors, processors);
  }

  /** The load average of the last minute. */
  String lastMinute() {
    return average < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f", average);
  }
}
