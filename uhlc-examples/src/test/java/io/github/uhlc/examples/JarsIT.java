package io.github.uhlc.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** Looks into the jars that this build has made. */
class JarsIT {
  private static final String JARS = System.getProperty("uhlc.core.jars");
  private static final String VERSION = System.getProperty("uhlc.core.version");

  @Test
  void shouldCarryItsVersion() throws IOException {
    try (JarFile jar = new JarFile(JARS + ".jar")) {
      Attributes manifest = jar.getManifest().getMainAttributes();

      assertEquals("uhlc-core", manifest.getValue(Attributes.Name.IMPLEMENTATION_TITLE));
      assertEquals(VERSION, manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION));
    }
  }

  @Test
  void shouldNameTheLicenceInTheDocumentation() throws IOException {
    try (JarFile jar = new JarFile(JARS + "-javadoc.jar")) {
      String page = content(jar, "io.github.uhlc/io/github/uhlc/HLC.html");

      assertTrue(page.contains("Apache License 2.0"), "the licence is not named");
      assertFalse(page.contains("All rights reserved"), "all rights are reserved");
    }
  }

  @Test
  void shouldHaveTheLicenceAndTheNoticesOfWhatItBundles() throws IOException {
    try (JarFile jar = new JarFile(System.getProperty("uhlc.examples.jar"))) {
      assertEquals(Files.readString(Path.of("..", "LICENSE")), content(jar, "META-INF/LICENSE"));
      // Only that of jackson-core names it; the others of Jackson say the same without it.
      assertTrue(content(jar, "META-INF/NOTICE").contains("Schubfach"), "a notice is lost");
    }
  }

  private static String content(JarFile jar, String name) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
