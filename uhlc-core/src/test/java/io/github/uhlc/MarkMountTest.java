package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A mark that is mounted as a single file, as containers do: it has two paths, of which one is a
 * mount point, on which no file can be renamed. The mount is seen by a child process only.
 */
@Tag("child-jvm")
class MarkMountTest {
  private static final String MOUNT = "mount --bind \"$0\" \"$1\" && shift && exec \"$@\"";

  @TempDir private Path temporary;
  private Path file;
  private Path mounted;

  @BeforeEach
  void makeFiles() throws Exception {
    Path folder = temporary.toRealPath();
    file = folder.resolve("mark");
    FileHighWaterMark.open(file).close();
    mounted = Files.createFile(Files.createDirectory(folder.resolve("inside")).resolve("mark"));
    assumeTrue(canMount(), "this user or system has no unshare --mount and mount --bind");
  }

  private String[] inContainer(String... command) {
    List<String> wrapper = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", MOUNT));
    wrapper.addAll(List.of(file.toString(), mounted.toString()));
    wrapper.addAll(List.of(command));
    return wrapper.toArray(String[]::new);
  }

  private boolean canMount() throws InterruptedException {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(inContainer("cmp", "-s", "" + file, "" + mounted));
      return builder.redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // There is no such command.
    }
  }

  private static void assertInUse(String by, String answer) {
    assertTrue(answer.startsWith("the mark is in use by " + by + ":"), answer);
  }

  @Test
  void shouldOpenOnceBehindTwoPathsOfTwoProcesses() throws IOException {
    try (MarkChild inside = new MarkChild(inContainer());
        MarkChild outside = new MarkChild()) {
      assertEquals("0", outside.open(file));
      assertEquals("5", outside.extend(NTP64.ofBits(5)));
      assertInUse("another process", inside.open(mounted));
      assertTrue(Files.exists(mounted.resolveSibling("mark.lock")), "a lock file of its own");
      assertEquals("6", outside.extend(NTP64.ofBits(6)));
      outside.closeMark();
      assertEquals("6", inside.open(mounted));
      assertInUse("another process", outside.open(file));
    }
  }

  @Test
  void shouldOpenOnceBehindTwoPathsOfOneProcess() throws IOException {
    try (MarkChild inside = new MarkChild(inContainer());
        MarkChild outside = new MarkChild()) {
      assertEquals("0", inside.open(file));
      assertInUse("this process", inside.open(mounted));
      assertInUse("another process", outside.open(file));
      assertEquals("5", inside.extend(NTP64.ofBits(5)), "and the first goes on");
    }
  }

  @Test
  void shouldRecoverWhereNoFileCanBeRenamed() throws IOException {
    try (MarkChild inside = new MarkChild(inContainer())) {
      assertEquals("0", inside.open(mounted));
      for (int i = 1; i < 10; i += 2) {
        inside.fail();
        String failure = inside.extend(NTP64.ofBits(i));
        assertTrue(failure.startsWith("cannot extend the mark: injected: "), failure);
        assertEquals(Integer.toString(i + 1), inside.extend(NTP64.ofBits(i + 1)));
      }
    }
    try (FileHighWaterMark mark = FileHighWaterMark.open(file)) {
      assertEquals(NTP64.ofBits(10), mark.bound());
    }
  }
}
