package io.github.uhlc.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** Looks into the jars of the library that this build has made. */
class CoreJarsIT {
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
    try (JarFile jar = new JarFile(JARS + "-javadoc.jar");
        InputStream in =
            jar.getInputStream(jar.getEntry("io.github.uhlc/io/github/uhlc/HLC.html"))) {
      String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);

      assertTrue(page.contains("Apache License 2.0"), "the licence is not named");
      assertFalse(page.contains("All rights reserved"), "all rights are reserved");
    }
  }
}
