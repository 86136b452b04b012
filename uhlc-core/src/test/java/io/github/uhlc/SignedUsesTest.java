package io.github.uhlc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.SignedUses;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NTP64 bits are unsigned: no source of this project treats them as signed. */
class SignedUsesTest {
  private static final int MIN_SOURCES = 100;

  @Test
  void shouldFindNoneInTheSourcesOfAllModules() throws IOException {
    Path project = Path.of("..").toRealPath();
    List<Path> sources;
    try (Stream<Path> files = Files.walk(project)) {
      sources = files.filter(file -> isSource(project.relativize(file))).toList();
    }
    assertTrue(sources.size() > MIN_SOURCES, () -> "sources: " + sources.size());
    try (StandardJavaFileManager manager =
        ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, UTF_8)) {
      List<String> found = SignedUses.find(manager.getJavaFileObjectsFromPaths(sources));
      assertEquals("", String.join("\n", found), "compare, divide and print as unsigned numbers");
    }
  }

  private static boolean isSource(Path file) {
    String name = file.toString().replace('\\', '/');
    return name.matches("(.+/)?src/.+\\.java") && !name.matches("(.+/)?target/.+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ntp < other",
        "other <= lastNtp",
        "(ntp + 1) > other",
        "other >= this.lastNtp",
        "requestedNtp + (boundNtp - requestedNtp) / 2",
        "received.ntp64() - seen > limit",
        "time.bits() > 0",
        "ntp % 16",
        "ntp >> 32",
        "MAX_ANCHOR_NTP / 2",
        "packed >> LOGICAL_BITS",
        "timestamp.packed() < 0",
        "ntp /= 2",
        "ntp %= 16",
        "ntp >>= 1",
        "~ntp < other",
        "(ntp << 4) / 2",
        "((long) ntp) < other",
        "(a ? ntp : other) < b",
        "issuedNtp[0] < issuedNtp[1]",
        "(ntp & ~0xFL) < other",
        "(double) ntp",
        "(float) (ntp - other)",
        "(int) ntp",
        "ntp * 0x1p-32",
        "Math.max(ntp, other)",
        "Math.min(windowNtp, STEPS_NTP)",
        "Math.abs(aNtp - bNtp)",
        "Math.floorMod(ntp, 16L)",
        "Math.floorDiv(clock.ntp64(), 2)",
        "Math.addExact(ntp, 1)",
        "Math.toIntExact(ntp)",
        "Long.compare(ntp, other)",
        "Long.signum(aNtp - bNtp)",
        "Long.max(ntp, other)",
        "Long.min(hlc.newTime(), other)",
        "Long.toString(ntp)",
        "String.valueOf(ntp)",
        "text.append(ntp)",
        "out.println(time.bits())",
        "\"time=\" + ntp",
        "\"time=\" + count + \", \" + clock.ntp64()",
        "ntp + \" units\"",
        "String.format(\"%d\", ntp)",
        "\"%d\".formatted(ntp)",
        "Arrays.sort(ntps)",
        "Arrays.sort(issuedNtps, 0, 3)",
        "stamps.stream().mapToLong(Timestamp::ntp64).sorted()",
        "stamps.stream().mapToLong(t -> t.time().bits()).filter(f).max()",
        "LongStream.of(aNtp, bNtp).min()",
        "LongStream.generate(hlc::newTime).limit(3).sorted()",
        "Comparator.comparingLong(Timestamp::ntp64)",
        "order.thenComparingLong(t -> t.ntp64())",
        "greatest.accumulateAndGet(ntp, Math::max)",
        "greatest.accumulateAndGet(first, Math::max) + Math.max(lastAcquire(), 0)",
        "NtpBits.tick(physical) < last",
        "NtpBits.plusSaturated(a, b) < last",
        "NtpBits.MAX < last"
      })
  void shouldFind(String expression) throws IOException {
    assertEquals(1, find(expression).size(), expression);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Long.compareUnsigned(ntp, other) < 0",
        "NtpBits.isAfter(ntp, other)",
        "Long.divideUnsigned(ntp, 2)",
        "Long.remainderUnsigned(ntp, 2)",
        "Long.toUnsignedString(ntp)",
        "Long.toHexString(ntp)",
        "Long.hashCode(ntp)",
        "ntp >>> 1",
        "requestedNtp + ((boundNtp - requestedNtp) >>> 1)",
        "(ntp >>> 32) / 2",
        "ntp == other",
        "ntp != NtpBits.MAX",
        "ntp * 2",
        "(int) (ntp & COUNTER_MASK)",
        "(ntp & 0xF) < 3",
        "NtpBits.seconds(ntp) < 3",
        "NtpBits.toNanos(ntp) / 2",
        "time.seconds() / 2",
        "seconds << 32 | fraction",
        "(1L << 32) / 2000",
        "nanos / 2 < limit",
        "\"time=\" + time",
        "\"time=\" + Long.toUnsignedString(ntp)",
        "String.format(\"%016x\", ntp)",
        "greatest.accumulateAndGet(ntp, NtpBits::max)",
        "counts.stream().mapToLong(Count::number).max()",
        "Math.max(nanos, other)",
        "Arrays.sort(nanos)",
        "packedSize() == 3 ? NtpBits.max(ntp, other) : ntp"
      })
  void shouldFindNothingIn(String expression) throws IOException {
    assertEquals(List.of(), find(expression), expression);
  }

  private static List<String> find(String expression) throws IOException {
    String text = "class Snippet { Object o = call(" + expression + "); }";
    JavaFileObject source =
        new SimpleJavaFileObject(URI.create("string:/Snippet.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    return SignedUses.find(List.of(source));
  }
}
