package io.github.uhlc.bounded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.bounded.SegmentWriter.Said;
import io.github.uhlc.fixture.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that loses its pages under a mapping: in a process of its own, which could fault. */
@Tag("child-jvm")
class TruncatedSegmentTest {
  private static final int ROUNDS = 1000;

  @TempDir private Path folder;

  @Test
  void shouldOutliveATruncatedFile() throws Exception {
    Path segment = folder.resolve("shm0");
    SegmentWriter.create(segment, 2).initialize(Said.synchronizedAt(System.nanoTime()));
    Process child = ChildJvm.of(TruncatedSegmentChild.class, segment.toString()).start();
    try (OutputStream out = child.getOutputStream();
        BufferedReader in = child.inputReader(UTF_8)) {
      assertEquals("SYNCHRONIZED 0", ask(out, in));

      Files.write(segment, new byte[0]);
      String truncated = ask(out, in);
      assertTrue(truncated.startsWith("UNKNOWN "), truncated);
      int faults = Integer.parseInt(truncated.substring("UNKNOWN ".length()));
      assertTrue(faults <= 1, truncated);

      SegmentWriter.create(segment, 2).initialize(Said.synchronizedAt(System.nanoTime()));
      String last = "";
      for (int i = 0; i < ROUNDS && !last.startsWith("SYNCHRONIZED"); i++) {
        last = ask(out, in);
      }
      assertEquals("SYNCHRONIZED 0", last);
    }
    assertEquals(0, child.waitFor());
  }

  private static String ask(OutputStream out, BufferedReader in) throws IOException {
    out.write('\n');
    out.flush();
    return in.readLine();
  }
}
