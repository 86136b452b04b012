package io.github.uhlc.oracle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.oracle.client.OracleClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar, as its users run it: processes, signals, exit codes. */
@Timeout(120)
class ProgramIT {
  private static final String JAR = System.getProperty("uhlc.oracle.jar");

  @TempDir private Path directory;
  private OracleJar jar;

  @org.junit.jupiter.api.BeforeEach
  void prepare() {
    jar = new OracleJar(JAR, directory);
  }

  @AfterEach
  void kill() {
    jar.kill();
  }

  @Test
  void shouldNotGoBackAfterKillsAndRestarts() throws IOException, InterruptedException {
    String address = jar.serve("--listen=127.0.0.1:0");
    long last = 0;
    for (int round = 0; round < 3; round++) {
      try (OracleClient client =
          OracleClient.builder()
              .endpoints(address)
              .attemptTimeout(Duration.ofSeconds(10))
              .callTimeout(Duration.ofSeconds(30))
              .build()) {
        for (int i = 0; i < 50; i++) {
          long number = client.next(1000).first().packed();
          assertTrue(number > last, "it went back: last=" + last + ", number=" + number);
          last = number + 999;
        }
        jar.kill(); // As kill -9 does.
        assertEquals(address, jar.serve("--listen=" + address));
        // The same client, which has to find the new process.
        long number = client.next();
        assertTrue(number > last, "it went back: last=" + last + ", number=" + number);
        last = number;
      }
    }
  }

  @Test
  void shouldPrintNumbersAndEndOnTermination() throws IOException, InterruptedException {
    String address = jar.serve("--listen=127.0.0.1:0");

    OracleJar.Result got = jar.run("get", "-n", "3", "--endpoints", address);
    assertEquals("", got.err());
    assertEquals(0, got.exitCode());
    List<String> lines = got.out().lines().toList();
    assertEquals(3, lines.size());
    long number = Long.parseLong(lines.get(0).split(" ", -1)[0]);
    assertEquals(number + 2, Long.parseLong(lines.get(2).split(" ", -1)[0]));

    OracleJar.Result second = jar.run("serve", "--listen=127.0.0.1:0");
    assertEquals(1, second.exitCode());
    assertTrue(second.err().contains("the mark is in use by another process"), second.err());

    OracleJar.Result served = jar.terminate();
    assertEquals(143, served.exitCode());
    assertTrue(
        served.err().endsWith("uhlc-oracle: stopped" + System.lineSeparator()), served.err());
    assertEquals(2, served.err().lines().count(), served.err());
  }

  @Test
  void shouldGoOnWhereAnotherOracleEnded() throws IOException, InterruptedException {
    long seed = System.currentTimeMillis() + TimeUnit.MINUTES.toMillis(30);
    String[] init = {"init", "--seed-physical-ms", "" + seed};

    OracleJar.Result made = jar.run(init);
    assertEquals("", made.err());
    assertEquals(0, made.exitCode());
    OracleJar.Result again = jar.run(init);
    assertEquals(1, again.exitCode());
    assertTrue(again.err().startsWith("uhlc-oracle: there is a state already"), again.err());

    OracleJar.Result ahead = jar.run("serve", "--listen=127.0.0.1:0", "--max-lead=10m");
    assertEquals(1, ahead.exitCode());
    String address = jar.serve("--listen=127.0.0.1:0");
    try (OracleClient client = OracleClient.builder().endpoints(address).build()) {
      assertTrue(client.next() >>> 18 > seed, "it starts too early");
    }
  }

  @Test
  void shouldFailWithoutAServer() throws IOException, InterruptedException {
    OracleJar.Result got = jar.run("get", "--endpoints", "127.0.0.1:1", "--timeout=300ms");

    assertEquals(1, got.exitCode());
    assertEquals(1, got.err().lines().count(), got.err());
    assertEquals("", got.out());
  }

  @Test
  void shouldCarryTheLicenceAndItsVersion() throws IOException, InterruptedException {
    try (JarFile file = new JarFile(JAR)) {
      String licence =
          new String(
              file.getInputStream(file.getEntry("META-INF/LICENSE")).readAllBytes(),
              java.nio.charset.StandardCharsets.UTF_8);
      assertEquals(Files.readString(Path.of("..", "..", "LICENSE")), licence);
    }
    assertTrue(jar.run("--version").out().matches("uhlc-oracle [0-9][^ ]*\\s+"));
  }
}
