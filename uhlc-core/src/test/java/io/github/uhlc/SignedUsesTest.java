package io.github.uhlc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.fixture.SignedUses;
import io.github.uhlc.fixture.UnnamedUnsigned;
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
  private static final int MIN_SOURCES_OF_LIBRARY = 40;

  /** Finds something in sources. */
  private interface Check {
    List<String> find(Iterable<? extends JavaFileObject> sources) throws IOException;
  }

  @Test
  void shouldFindNoneInTheSourcesOfAllModules() throws IOException {
    Path project = Path.of("..").toRealPath();
    assertEquals(
        "",
        findIn(sources(project, MIN_SOURCES), SignedUses::find),
        "compare, divide and print as unsigned numbers");
  }

  /** What the check above does not know for unsigned by its name, it cannot guard. */
  @Test
  void shouldFindNoneInTheLibraryThatIsNotNamed() throws IOException {
    Path library = Path.of("src", "main").toRealPath();
    assertEquals(
        "",
        findIn(sources(library, MIN_SOURCES_OF_LIBRARY), UnnamedUnsigned::find),
        "name unsigned numbers ...Ntp, and signed differences ...Units");
  }

  private static List<Path> sources(Path folder, int atLeast) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Path root = Path.of("..").toRealPath();
      List<Path> sources = files.filter(file -> isSource(root.relativize(file))).toList();
      assertTrue(sources.size() > atLeast, () -> "sources: " + sources.size());
      return sources;
    }
  }

  private static String findIn(List<Path> sources, Check check) throws IOException {
    try (StandardJavaFileManager manager =
        ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, UTF_8)) {
      return String.join("\n", check.find(manager.getJavaFileObjectsFromPaths(sources)));
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
        "issuedNtps[0] < first",
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
        "NtpBits.MAX < last",
        "(long) LAST.getAcquire(this) < last",
        "window.admit(ntp, physicalNtp) < last",
        "timestamp.ntp64 >= 0"
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
        "packedSize() == 3 ? NtpBits.max(ntp, other) : ntp",
        "ntps.length < 3",
        "leftUnits / 2"
      })
  void shouldFindNothingIn(String expression) throws IOException {
    assertEquals(List.of(), find(expression), expression);
  }

  /** Each would hide an unsigned number from the check of expressions. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "void f() { long left = boundNtp - neededNtp; use(left / 2); }",
        "void f() { long first = nextNtp(baseNtp, physicalNtp); use(first > newLast); }",
        "void f() { long current = shownVolatile(); use(current + 1 > 1); }",
        "void f() { long last = lastAcquire(); }",
        "void f() { long last = (long) LAST.getAcquire(this); }",
        "void f() { long newLast = firstNtp + (count - 1); }",
        "void f() { long base = NtpBits.max(seenNtp, belowNtp); }",
        "void f() { long least = NtpBits.min(a, b); }",
        "void f() { long tick = NtpBits.tick(reading); }",
        "void f() { long sum = NtpBits.plusSaturated(a, b); }",
        "void f() { long after = clock.advance(a, b, 1); }",
        "void f() { final long inverse = ~ntp; }",
        "void f() { long shifted = (ntp << 4); }",
        "void f() { long either = a ? ntp : b; }",
        "void f() { long both = ntp ^ other | 1; }",
        "void f() { var left = boundNtp - neededNtp; }",
        "void f() { Long boxed = hlc.newTime(); }",
        "void f() { double elapsedNtp = ntp - startNtp; }",
        "void f() { long last; last = hlc.newTime(); }",
        "void f() { long left = 0; left -= ntp; }",
        "void f() { this.last = ntp; }",
        "void f() { issued[i] = clock.ntp64(); }",
        "void f() { for (long time : ntps) {} }",
        "void f() { Runnable r = () -> { long left = boundNtp - neededNtp; }; }",
        "long last = 1 + MAX_NTP;",
        "static final long END = NtpBits.MAX;",
        "long following(long lastNtp) { return lastNtp + 1; }",
        "long last() { return (long) LAST.getAcquire(this); }",
        "double elapsedNtp() { return ntp - startNtp; }",
        "void f() { g(ntp); } void g(long time) {}",
        "void f() { g(1, ntp); } void g(int a, long b) {} void g(int a) {}",
        "Snippet(long time) {} Snippet make() { return new Snippet(time.bits()); }"
      })
  void shouldFindUnnamedIn(String member) throws IOException {
    assertEquals(1, findUnnamed(member).size(), member);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "void f() { long leftNtp = boundNtp - neededNtp; }",
        "void f() { long leftUnits = boundNtp - neededNtp; use(leftUnits / 2); }",
        "void f() { long packed = time.packed(); }",
        "void f() { long nanos = NtpBits.toNanos(ntp); }",
        "void f() { long seconds = ntp >>> 32; }",
        "void f() { long counter = ntp & 0xF; }",
        "void f() { boolean later = NtpBits.isAfter(ntp, lastNtp); }",
        "void f() { Instant instant = NtpBits.toInstant(ntp); }",
        "void f() { LongSupplier source = () -> { return ntp; }; }",
        "void f() { lastNtp = ntp; this.lastNtp = ntp; lastNtp += 1; lastNtp |= ntp; }",
        "void f() { issuedNtps[i] = ntp; this.issuedNtps[i] = ntp; }",
        "void f() { for (long ntp : ntps) {} }",
        "void f() { startNanos = System.nanoTime(); count += 1; }",
        "static final long MAX_NTP = NtpBits.MAX;",
        "static final long MAX_UNITS = MAX_NTP - MIN_NTP;",
        "long nextNtp(long lastNtp) { return lastNtp + 1; }",
        "long leadUnits() { return lastNtp - physicalNtp; }",
        "long ntp64() { return ntp; }",
        "long highAcquire() { return (long) HIGH.getAcquire(this); }",
        "LongSupplier source() { return () -> { return ntp; }; }",
        "boolean extend() { return extend(ntp); } boolean extend(long neededNtp) { return true; }",
        "void f() { g(ntp); } void g(NTP64 time) {} void g(long ntp) {}",
        "Snippet(long ntp) {} Snippet make() { return new Snippet(time.bits()); }",
        "void f() { other.g(ntp); } void g(long nanos) {}"
      })
  void shouldFindNothingUnnamedIn(String member) throws IOException {
    assertEquals(List.of(), findUnnamed(member), member);
  }

  private static List<String> find(String expression) throws IOException {
    return SignedUses.find(snippet("Object o = call(" + expression + ");"));
  }

  private static List<String> findUnnamed(String member) throws IOException {
    return UnnamedUnsigned.find(snippet(member));
  }

  private static List<JavaFileObject> snippet(String member) {
    String text = "class Snippet { " + member + " }";
    return List.of(
        new SimpleJavaFileObject(URI.create("string:/Snippet.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        });
  }
}
