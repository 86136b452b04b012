package io.github.uhlc.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first build that a newcomer runs makes the programs, and does nothing else. */
@Timeout(300)
class QuickBuildIT {
  /** A goal, as Maven 3.8 and later ones announce it. */
  private static final Pattern GOAL =
      Pattern.compile("(?m)--- (?:maven-)?([a-z]+)(?:-maven)?(?:-plugin)?:[^:]+:([A-Za-z-]+) ");

  @TempDir private Path directory;

  @Test
  void shouldNeitherTestNorCheckNorDocument() throws IOException, InterruptedException {
    Path checkout = directory.resolve("checkout");
    String printed = MavenBuild.start(checkout, "UTC", "-Dquick", "package").await();

    // Each goal more is a plugin to be downloaded, with all that it needs.
    assertEquals(
        List.of(
            "resources:resources",
            "compiler:compile",
            "jar:jar",
            "resources:resources",
            "compiler:compile",
            "jar:jar",
            "shade:shade"),
        GOAL.matcher(printed).results().map(goal -> goal.group(1) + ":" + goal.group(2)).toList(),
        printed);
    Path jar = checkout.resolve("uhlc-examples/target/uhlc-examples.jar");
    assertTrue(Files.exists(jar), printed);
    assertEquals(List.of("1/1", "2/1"), shownBy(jar, "1/1", "2/1"));
  }

  private List<String> shownBy(Path jar, String... timestamps)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            jar.toString(),
            "inspect",
            timestamps[0],
            timestamps[1]);
    Path out = directory.resolve("out");
    assertEquals(0, new ProcessBuilder(command).redirectOutput(out.toFile()).start().waitFor());
    return Pattern.compile("(?m)^decimal +(.*)$")
        .matcher(Files.readString(out))
        .results()
        .map(row -> row.group(1))
        .toList();
  }
}
