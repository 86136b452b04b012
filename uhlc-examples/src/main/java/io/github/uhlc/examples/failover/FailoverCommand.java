package io.github.uhlc.examples.failover;

import io.github.uhlc.examples.Complaint;
import io.github.uhlc.examples.Daemon;
import io.github.uhlc.examples.NodeGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
          + "not answered for a lease.",
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

  /** What is to be ended with this process, by another thread. */
  private final List<Member> members = new CopyOnWriteArrayList<>();

  @Override
  public Integer call() throws IOException {
    options.lease();
    options.safetyMargin();
    Path directory =
        options.state().isPresent()
            ? options.state().get()
            : Files.createTempDirectory(NodeGroup.DIRECTORY_PREFIX);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(directory)));
    startMembers(directory.resolve("oracle.mark"));
    FailoverService service =
        new FailoverService(
            members.get(0), members.get(1), options.lease(), System::nanoTime, this::log);
    Daemon.start("heartbeats", () -> sendHeartbeats(service));
    new MaelstromNode(service, options.safetyMargin(), this::log).run(System.in, System.out);
    return ExitCode.OK;
  }

  private void startMembers(Path mark) throws IOException {
    if (!options.twoProcesses()) {
      for (int i = 0; i < 2; i++) {
        members.add(
            new LocalMember(
                mark, options.safetyMargin(), FailoverOptions.wallClock(options.frozenMillis())));
      }
      return;
    }
    List<String> arguments = new ArrayList<>();
    arguments.add(mark.toString());
    arguments.add(options.safetyMargin().toString());
    if (options.frozenMillis() != null) {
      arguments.add(options.frozenMillis().toString());
    }
    List<MemberProcess> processes = new ArrayList<>();
    for (String role : List.of("primary", "backup")) {
      // An answer that takes half a lease is of no use.
      MemberProcess process =
          new MemberProcess(processes.size() + 1, arguments, options.lease().dividedBy(2));
      processes.add(process);
      members.add(process);
      log("the " + role + " is process " + process.pid());
    }
    for (MemberProcess process : processes) {
      process.awaitReady();
    }
  }

  private void sendHeartbeats(FailoverService service) {
    try {
      while (true) {
        Thread.sleep(options.lease().dividedBy(HEARTBEATS_PER_LEASE).toMillis());
        service.heartbeat();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts this thread", e);
    }
  }

  private void end(Path directory) {
    members.forEach(Member::close);
    try {
      if (options.state().isEmpty()) {
        NodeGroup.delete(directory);
      }
    } catch (IOException e) {
      log("the mark cannot be deleted: " + Complaint.reason(e));
    }
  }

  private void log(String line) {
    spec.commandLine().getErr().println(Complaint.line(line));
  }
}
