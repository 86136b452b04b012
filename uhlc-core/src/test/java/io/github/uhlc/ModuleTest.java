package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ModuleTest {
  @Test
  void shouldRequireNothingButJavaBase() throws IOException, URISyntaxException {
    Path classes = Path.of(HLC.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
      ModuleDescriptor module = ModuleDescriptor.read(in);
      assertEquals("io.github.uhlc", module.name());
      assertEquals(
          Set.of("java.base"),
          module.requires().stream()
              .map(ModuleDescriptor.Requires::name)
              .collect(Collectors.toSet()));
      assertEquals(
          List.of("io.github.uhlc"),
          module.exports().stream().map(ModuleDescriptor.Exports::source).toList());
    }
  }
}
