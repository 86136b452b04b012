package io.github.uhlc.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** Runs the packaged jar. */
class JarIT {
  private static final String JAR = System.getProperty("uhlc.jmh.jar");
  private static final String VERSION = System.getProperty("uhlc.jmh.version");

  @Test
  void shouldCarryItsVersion() throws IOException {
    try (JarFile jar = new JarFile(new File(JAR))) {
      Attributes manifest = jar.getManifest().getMainAttributes();

      assertEquals("uhlc-jmh", manifest.getValue(Attributes.Name.IMPLEMENTATION_TITLE));
      assertEquals(VERSION, manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION));
    }
  }

  @Test
  void shouldSayItsVersion() throws Exception {
    assertEquals("uhlc-jmh " + VERSION + "\n", output(Main.OK, "--version"));
  }

  @Test
  void shouldHaveItsBenchmarks() throws Exception {
    assertTrue(output(Main.OK, "-l").contains("io.github.uhlc.jmh.Issue.newTime\n"));
  }

  @Test
  void shouldListTheOptions() throws Exception {
    assertTrue(output(Main.OK, "options").contains("  -wi <int> "));
  }

  @Test
  void shouldExitWithTwoForAWrongGroup() throws Exception {
    assertTrue(output(Main.USAGE, "Foo").matches("uhlc-jmh: no benchmark has .*: name=Foo\n"));
  }

  private static String output(int exitCode, String argument)
      throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(java, "-jar", JAR, argument).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(exitCode, process.waitFor(), output);
    return output.replace(System.lineSeparator(), "\n");
  }
}
