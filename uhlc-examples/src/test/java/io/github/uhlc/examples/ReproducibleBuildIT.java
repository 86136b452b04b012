package io.github.uhlc.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two clean builds of the core library in different places and time zones give the same bytes. */
@Timeout(500)
class ReproducibleBuildIT {
  @TempDir private Path directory;

  @Test
  void shouldGiveTheSameJarsTwice() throws IOException, InterruptedException {
    MavenBuild first = start("a", "UTC");
    MavenBuild second = start("a-directory-with-a-longer-name/within-another", "Asia/Tokyo");

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

  private MavenBuild start(String name, String timeZone) throws IOException {
    return MavenBuild.start(
        directory.resolve(name),
        timeZone,
        "-q",
        "-Dmaven.test.skip",
        "-Dspotless.check.skip",
        "-pl",
        "uhlc-core",
        "package");
  }

  private static Map<String, Path> jars(MavenBuild build) throws IOException, InterruptedException {
    build.await();
    Map<String, Path> jars = new TreeMap<>();
    try (Stream<Path> files = Files.list(build.checkout().resolve("uhlc-core/target"))) {
      files
          .filter(file -> file.toString().endsWith(".jar"))
          .forEach(file -> jars.put(file.getFileName().toString(), file));
    }
    return jars;
  }
}
