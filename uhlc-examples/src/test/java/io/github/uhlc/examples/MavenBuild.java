package io.github.uhlc.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A build of a copy of this checkout, by the Maven and with the local repository of this one.
 *
 * @param checkout the copy
 * @param output the file with what it prints
 * @param process the build
 */
record MavenBuild(Path checkout, Path output, Process process) {
  private static final Path CHECKOUT = Path.of("..");
  private static final Set<String> NOT_COPIED = Set.of("target", ".git");

  /** Copies the checkout and starts a build there. */
  static MavenBuild start(Path checkout, String timeZone, String... arguments) throws IOException {
    copy(CHECKOUT, checkout);
    Path output = checkout.resolve("build.out");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("maven.home"), "bin", "mvn").toString());
    command.addAll(List.of("-B", "-o"));
    command.add("-Dmaven.repo.local=" + System.getProperty("uhlc.local.repository"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(checkout.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1"); // Half the time.
    builder.environment().put("TZ", timeZone);
    // What it says is read, also where the build around it is a quiet one.
    builder
        .environment()
        .merge(
            "MAVEN_OPTS", "-Dorg.slf4j.simpleLogger.defaultLogLevel=info", (a, b) -> a + " " + b);
    return new MavenBuild(checkout, output, builder.start());
  }

  /** Waits for the end, which must be a good one, and returns what was printed. */
  String await() throws IOException, InterruptedException {
    try {
      assertTrue(process.waitFor(240, TimeUnit.SECONDS), "the build does not end");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String printed = Files.readString(output);
    assertEquals(0, process.exitValue(), printed);
    return printed;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path source, BasicFileAttributes attributes)
              throws IOException {
            if (NOT_COPIED.contains(source.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(source)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path source, BasicFileAttributes attributes)
              throws IOException {
            if (!NOT_COPIED.contains(source.getFileName().toString())) {
              Files.copy(source, to.resolve(from.relativize(source)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
