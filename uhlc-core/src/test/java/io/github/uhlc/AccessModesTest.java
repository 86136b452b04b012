package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How the words that threads share are accessed, read from the sources. No run on a processor with
 * a strong memory model, such as x86, shows that an access is too weak: there a weak
 * compare-and-set never fails without a cause, and an acquire costs and does what a plain read
 * does.
 */
class AccessModesTest {
  private static final Path SOURCES = Path.of("src/main/java/io/github/uhlc");

  /** A class, and all that may access its fields that change: who does, and how. */
  private record Pinned(String type, Set<String> accesses) {
    Pinned(String type, String... accesses) {
      this(type, Set.of(accesses));
    }
  }

  static List<Pinned> pinned() {
    return List.of(
        new Pinned(
            "LastTime",
            "field lastNtp",
            "<init>: lastNtp",
            "lastAcquire: LAST.getAcquire",
            "casLast: LAST.compareAndSet"),
        new Pinned(
            "WatchedClock",
            "field highNtp",
            "highAcquire: HIGH.getAcquire",
            "casHigh: HIGH.compareAndSet"),
        new Pinned(
            "CoarseClock",
            "field shownNtp",
            "shownVolatile: SHOWN.getVolatile",
            "casShown: SHOWN.compareAndSet",
            "close: SHOWN.setVolatile"),
        new Pinned(
            "DurableWindow",
            "field volatile floorNtp",
            "field volatile boundNtp",
            "field volatile refillNtp",
            "<init>: floorNtp",
            "<init>: boundNtp",
            "<init>: refillNtp",
            "startNtp: floorNtp",
            "admit: refillNtp",
            "admit: floorNtp",
            "extendFor: boundNtp",
            "awaitBound: boundNtp",
            "extend: floorNtp",
            "extend: boundNtp",
            "moveRefillPoint: boundNtp",
            "moveRefillPoint: refillNtp"),
        new Pinned(
            "SystemClock",
            "field volatile anchor",
            "<init>: anchor",
            "ntp64: anchor",
            "readWallNtp: anchor"));
  }

  @ParameterizedTest
  @MethodSource("pinned")
  void shouldAccessSharedWordsAsPinned(Pinned pinned) throws IOException {
    assertEquals(new TreeSet<>(pinned.accesses()), accesses(read(pinned.type())), pinned.type());
  }

  /** What a maintainer may write by mistake; in each, the access that is too weak is found. */
  @ParameterizedTest
  @CsvSource({
    "LastTime, LAST.getAcquire, LAST.get",
    "LastTime, LAST.getAcquire, LAST.getOpaque",
    "LastTime, (long) LAST.getAcquire(this), lastNtp",
    "LastTime, (long) LAST.getAcquire(this), this.lastNtp",
    "LastTime, LAST.compareAndSet, LAST.weakCompareAndSet",
    "LastTime, LAST.compareAndSet, LAST.weakCompareAndSetPlain",
    "WatchedClock, HIGH.getAcquire, HIGH.get",
    "WatchedClock, HIGH.compareAndSet, HIGH.weakCompareAndSetRelease",
    "CoarseClock, SHOWN.getVolatile, SHOWN.getOpaque",
    "CoarseClock, SHOWN.compareAndSet, SHOWN.weakCompareAndSet",
    "CoarseClock, SHOWN.setVolatile, SHOWN.set",
    "DurableWindow, private volatile long boundNtp, private long boundNtp",
    "SystemClock, private volatile Anchor, private Anchor"
  })
  void shouldRejectTheTwin(String type, String access, String weaker) throws IOException {
    String source = read(type);
    String twin = source.replace(access, weaker);
    assertNotEquals(source, twin, access);
    assertNotEquals(accesses(source), accesses(twin), weaker);
  }

  @Test
  void shouldPinEveryClassThatHasAVarHandle() throws IOException {
    Set<String> types = new HashSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file).contains("findVarHandle")) {
          types.add(file.getFileName().toString().replace(".java", ""));
        }
      }
    }
    Set<String> known = new HashSet<>(pinned().stream().map(Pinned::type).toList());
    known.removeAll(Set.of("SystemClock", "DurableWindow"));
    assertEquals(known, types);
  }

  private static String read(String type) throws IOException {
    return Files.readString(SOURCES.resolve(type + ".java"));
  }

  private static Set<String> accesses(String text) throws IOException {
    JavaFileObject source =
        new SimpleJavaFileObject(URI.create("string:/Source.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("-proc:none"), null, List.of(source));
    CompilationUnitTree unit = task.parse().iterator().next();
    Scanner scanner = new Scanner();
    scanner.collectsFields = true;
    scanner.scan(unit, null);
    scanner.collectsFields = false;
    scanner.scan(unit, null);
    return scanner.accesses;
  }

  /** Collects the fields of all classes that are not final, and then who uses them. */
  private static final class Scanner extends TreeScanner<Void, Void> {
    private final Set<String> accesses = new TreeSet<>();
    private final Set<String> fields = new HashSet<>();
    private final Set<String> locals = new HashSet<>();
    private boolean collectsFields;
    private String method = "";

    @Override
    public Void visitMethod(MethodTree tree, Void unused) {
      method = tree.getName().toString();
      locals.clear();
      super.visitMethod(tree, null);
      method = "";
      return null;
    }

    @Override
    public Void visitBlock(BlockTree tree, Void unused) {
      boolean initializes = method.isEmpty();
      method = initializes ? "<clinit>" : method;
      super.visitBlock(tree, null);
      method = initializes ? "" : method;
      return null;
    }

    @Override
    public Void visitVariable(VariableTree tree, Void unused) {
      Set<Modifier> modifiers = tree.getModifiers().getFlags();
      String name = tree.getName().toString();
      if (!method.isEmpty()) {
        locals.add(name);
      } else if (collectsFields && !modifiers.contains(Modifier.FINAL)) {
        fields.add(name);
        accesses.add("field " + (modifiers.contains(Modifier.VOLATILE) ? "volatile " : "") + name);
      }
      return super.visitVariable(tree, null);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree tree, Void unused) {
      if (tree.getMethodSelect() instanceof MemberSelectTree select
          && select.getExpression() instanceof IdentifierTree handle
          && tree.getArguments().stream().anyMatch(first -> first.toString().equals("this"))
          && handle.getName().toString().matches("[A-Z]+")) {
        accesses.add(method + ": " + select);
      }
      return super.visitMethodInvocation(tree, null);
    }

    @Override
    public Void visitMemberSelect(MemberSelectTree tree, Void unused) {
      ExpressionTree target = tree.getExpression();
      if (target.toString().equals("this") && fields.contains(tree.getIdentifier().toString())) {
        accesses.add(method + ": " + tree.getIdentifier());
      }
      return super.visitMemberSelect(tree, null);
    }

    @Override
    public Void visitIdentifier(IdentifierTree tree, Void unused) {
      String name = tree.getName().toString();
      if (fields.contains(name) && !locals.contains(name) && !method.isEmpty()) {
        accesses.add(method + ": " + name);
      }
      return null;
    }
  }
}
