package io.github.uhlc.examples.failover;

import io.github.uhlc.examples.Complaint;
import io.github.uhlc.examples.Daemon;
import io.github.uhlc.examples.failover.MemberCommand.Role;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves a time oracle with a backup to Maelstrom or whoever speaks its message format. */
@Command(
    name = "failover",
    subcommands = MemberCommand.class,
    synopsisSubcommandLabel = "",
    usageHelpWidth = 100,
    description = {
      "Serves a time oracle with a backup, in the message format of Maelstrom.",
      "",
      "Reads a JSON object on each line of standard input, and answers on standard output until the "
          + "input ends. After init it knows oracle_get_time, oracle_fail_primary and "
          + "oracle_status. The times (pt, c), milliseconds and a counter, strictly increase "
          + "whichever oracle answers.",
      "",
      "The backup takes over when the primary is made to fail, and by itself when the primary has "
          + "not renewed its lease.",
      ""
    },
    footer = {
      "",
      "Example, two lines to type after it has started:",
      "  java -jar uhlc-examples.jar failover",
      "  {\"src\":\"c0\",\"dest\":\"n1\",\"body\":{\"type\":\"init\",\"msg_id\":1,\"node_id\":\"n1\","
          + "\"node_ids\":[\"n1\"]}}",
      "  {\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"oracle_get_time\",\"msg_id\":2}}",
      "",
      "Exit codes: 0 at the end of the input, 1 if standard output was closed or a process could "
          + "not be started, 2 for a bad option."
    })
public final class FailoverCommand implements Callable<Integer> {
  private static final int HEARTBEATS_PER_LEASE = 4;

  @Spec private CommandSpec spec;

  @Mixin private FailoverOptions options;

  @Option(
      names = "--two-processes",
      description =
          "Runs the primary and the backup in a process each, and says on standard error which.")
  private boolean twoProcesses;

  /** Whether the log says so already; of the thread that sends heartbeats. */
  private boolean clockIsOutside;

  @Override
  public Integer call() {
    try {
      FailoverService service =
          twoProcesses
              ? startService()
              : new FailoverService(options.primary(), options.backup(), this::log);
      heartbeat(service);
      Daemon.start("heartbeats", () -> sendHeartbeats(service));
      new MaelstromNode(service, options.safetyMargin(), this::log).run(System.in, System.out);
      return ExitCode.OK;
    } catch (IOException e) {
      log(e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private FailoverService startService() throws IOException {
    MemberProcess primary = MemberProcess.start(Role.PRIMARY, options);
    MemberProcess backup = MemberProcess.start(Role.BACKUP, options);
    log("the primary is process " + primary.pid());
    log("the backup is process " + backup.pid());
    primary.awaitReady();
    backup.awaitReady();
    return new FailoverService(primary, backup, this::log);
  }

  private void sendHeartbeats(FailoverService service) {
    try {
      while (true) {
        Thread.sleep(options.lease().dividedBy(HEARTBEATS_PER_LEASE).toMillis());
        heartbeat(service);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts this thread", e);
    }
  }

  private void heartbeat(FailoverService service) {
    try {
      service.heartbeat();
      clockIsOutside = false;
    } catch (OutsideFormatException e) {
      if (!clockIsOutside) {
        log(e.getMessage());
      }
      clockIsOutside = true;
    }
  }

  private void log(String line) {
    spec.commandLine().getErr().println(Complaint.line(line));
  }
}
