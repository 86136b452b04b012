package io.github.uhlc.examples.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.examples.ExamplesJar;
import io.github.uhlc.examples.ExamplesJar.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The simulation, run as a user does. */
@Timeout(60)
class SimulateIT {
  @TempDir private Path directory;

  @Test
  void shouldGiveTheSameBytesInAnyLocaleAndZone() throws IOException, InterruptedException {
    String here = reports(new ExamplesJar(Files.createDirectory(directory.resolve("here"))), "a");
    String elsewhere =
        reports(
            new ExamplesJar(Files.createDirectory(directory.resolve("elsewhere")))
                .withJavaOption("-Duser.language=ar")
                .withJavaOption("-Duser.country=EG")
                .withJavaOption("-Duser.timezone=Asia/Kathmandu")
                .withJavaOption("-Dfile.encoding=ISO-8859-9")
                .withEnvironment("UHLC_MAX_DELTA_MS", "garbage"),
            "b");

    assertEquals(here, elsewhere);
    assertFalse(here.matches("(?s).*(?:\\bsrc=|href=|url\\(|@import).*"), "it loads something");
  }

  @Test
  void shouldRefuseABadOptionWithOneLine() throws IOException, InterruptedException {
    Result result = new ExamplesJar(directory).run("simulate", "--nodes=x");

    assertEquals("", result.out());
    assertTrue(result.err().matches("uhlc-examples: .*1 to 32.*\\R"), result::err);
    assertEquals(2, result.exitCode());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldSayThatAFileCannotBeWritten() throws IOException, InterruptedException {
    Result result =
        new ExamplesJar(directory).run("simulate", "--seconds=1", "--overwrite", "--svg=/dev/full");

    assertTrue(result.err().matches("uhlc-examples: .*No space left on device\\R"), result::err);
    assertEquals(1, result.exitCode());
  }

  private String reports(ExamplesJar jar, String name) throws IOException, InterruptedException {
    Path svg = directory.resolve(name + ".svg");
    Path html = directory.resolve(name + ".html");
    Result result = jar.run("simulate", "--paper", "--svg=" + svg, "--html=" + html);

    assertEquals("", result.err());
    assertEquals(0, result.exitCode());
    return result.out() + Files.readString(svg) + Files.readString(html);
  }
}
