package io.github.uhlc.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two clean builds of the core library in different places and time zones give the same bytes. */
@Timeout(180)
class ReproducibleBuildIT {
  private static final Path CHECKOUT = Path.of("..");
  private static final Set<String> NOT_COPIED = Set.of("target", ".git");

  @TempDir private Path directory;

  private record Build(Path checkout, Path output, Process process) {}

  @Test
  void shouldGiveTheSameJarsTwice() throws IOException, InterruptedException {
    Build first = start("a", "UTC");
    Build second = start("a-directory-with-a-longer-name/within-another", "Asia/Tokyo");

    Map<String, Path> firstJars = jars(first);
    Map<String, Path> secondJars = jars(second);

    assertEquals(firstJars.keySet(), secondJars.keySet());
    assertEquals(
        List.of("-javadoc.jar", "-sources.jar", ".jar"),
        firstJars.keySet().stream()
            .map(name -> name.replaceFirst("^uhlc-core-[0-9.]+(-SNAPSHOT)?", ""))
            .toList());
    for (String name : firstJars.keySet()) {
      assertEquals(-1, Files.mismatch(firstJars.get(name), secondJars.get(name)), name);
    }
  }

  private Build start(String name, String timeZone) throws IOException {
    Path checkout = directory.resolve(name);
    copy(CHECKOUT, checkout);
    Path output = checkout.resolve("build.out");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "-q",
                "-B",
                "-o",
                "-Dmaven.repo.local=" + System.getProperty("uhlc.local.repository"),
                "-Dmaven.test.skip",
                "-Dspotless.check.skip",
                "-pl",
                "uhlc-core",
                "package")
            .directory(checkout.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1"); // Half the time.
    builder.environment().put("TZ", timeZone);
    return new Build(checkout, output, builder.start());
  }

  private static Map<String, Path> jars(Build build) throws IOException, InterruptedException {
    try {
      assertTrue(build.process().waitFor(120, TimeUnit.SECONDS), "the build does not end");
    } finally {
      build.process().descendants().forEach(ProcessHandle::destroyForcibly);
      build.process().destroyForcibly();
    }
    assertEquals(0, build.process().exitValue(), Files.readString(build.output()));
    Map<String, Path> jars = new TreeMap<>();
    try (Stream<Path> files = Files.list(build.checkout().resolve("uhlc-core/target"))) {
      files
          .filter(file -> file.toString().endsWith(".jar"))
          .forEach(file -> jars.put(file.getFileName().toString(), file));
    }
    return jars;
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
            Files.copy(source, to.resolve(from.relativize(source)));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
