package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.uhlc.bounded.ClockStatus;
import io.github.uhlc.bounded.IntervalPoint;
import io.github.uhlc.oracle.TimestampOracle;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.VarHandle;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModuleTest {
  /** Immutable, or an array that nobody writes; nothing random, no clock. */
  private static final Set<Class<?>> CONSTANT_TYPES =
      Set.of(
          int.class,
          long.class,
          boolean.class,
          byte[].class,
          String.class,
          Duration.class,
          HexFormat.class,
          VarHandle.class,
          ID.class,
          NTP64.class,
          TimestampFormat.class,
          TimestampFormat[].class,
          TimestampOracle.State.class,
          ClockStatus.class,
          IntervalPoint.class);

  /** The exception: it mirrors the file locks of the process, of which there is one set. */
  private static final String LOCK_REGISTRY = "java.util.Map io.github.uhlc.MarkLock.OPEN";

  private static Path classes() throws URISyntaxException {
    return Path.of(HLC.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @Test
  void shouldRequireNothingButJavaBase() throws IOException, URISyntaxException {
    try (InputStream in = Files.newInputStream(classes().resolve("module-info.class"))) {
      ModuleDescriptor module = ModuleDescriptor.read(in);
      assertEquals("io.github.uhlc", module.name());
      assertEquals(
          Set.of("java.base"),
          module.requires().stream()
              .map(ModuleDescriptor.Requires::name)
              .collect(Collectors.toSet()));
      assertEquals(
          Set.of("io.github.uhlc", "io.github.uhlc.bounded", "io.github.uhlc.oracle"),
          module.exports().stream()
              .map(ModuleDescriptor.Exports::source)
              .collect(Collectors.toSet()));
    }
  }

  @Test
  void shouldHoldOnlyConstantsInStaticFields() throws Exception {
    int fields = 0;
    for (Class<?> type : types()) {
      for (Field field : type.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
          assertTrue(Modifier.isFinal(field.getModifiers()), field::toString);
          assertTrue(
              CONSTANT_TYPES.contains(field.getType()) || field.toString().endsWith(LOCK_REGISTRY),
              field::toString);
          fields++;
        }
      }
    }
    assertTrue(fields > 20, "all classes were looked at");
  }

  private static List<Class<?>> types() throws Exception {
    Path root = classes();
    try (Stream<Path> files = Files.walk(root.resolve("io/github/uhlc"))) {
      List<Class<?>> types = new ArrayList<>();
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        String name = root.relativize(file).toString().replace(File.separatorChar, '.');
        if (!name.endsWith("package-info.class")) {
          types.add(Class.forName(name.substring(0, name.length() - ".class".length())));
        }
      }
      return types;
    }
  }
}
