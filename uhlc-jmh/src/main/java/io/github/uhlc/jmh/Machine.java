package io.github.uhlc.jmh;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * What a run was made on: the processor, the system, the day and the versions of the libraries,
 * which JMH's JSON does not tell. It is recorded when the run begins and kept in a file beside that
 * JSON. Immutable.
 *
 * @param facts names and values, for people
 * @param versions artifacts and their versions
 */
record Machine(Map<String, String> facts, Map<String, String> versions) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Path CLOCK_SOURCE =
      Path.of("/sys/devices/system/clocksource/clocksource0/current_clocksource");

  /** Records the machine that this runs on. */
  static Machine current() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Date", LocalDate.now(Clock.systemUTC()).toString());
    facts.put("Processor", processor());
    facts.put("Processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("System", System.getProperty("os.name") + ' ' + System.getProperty("os.version"));
    facts.put("Architecture", System.getProperty("os.arch"));
    facts.put("Clock source", firstLine(CLOCK_SOURCE, ""));
    facts.put(
        "Load before the run",
        String.format(
            Locale.ROOT,
            "%.1f",
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    return new Machine(facts, librariesOfThisBuild());
  }

  /** Reads what {@link #write} has written beside a result; all is empty if there is no file. */
  static Machine read(Path result) throws IOException {
    Path file = beside(result);
    if (!Files.exists(file)) {
      return new Machine(Map.of(), Map.of());
    }
    Json json = Json.parse(Files.readString(file));
    return new Machine(strings(json.get("facts")), strings(json.get("versions")));
  }

  /** Writes this beside a result. */
  void write(Path result) throws IOException {
    Files.writeString(
        beside(result),
        "{\n  \"facts\": " + object(facts) + ",\n  \"versions\": " + object(versions) + "\n}\n");
  }

  private static Path beside(Path result) {
    String name = result.getFileName().toString();
    return result.resolveSibling(name.replaceFirst("\\.json$", "") + ".machine.json");
  }

  private static String object(Map<String, String> members) {
    return members.entrySet().stream()
        .map(e -> "    " + Json.quote(e.getKey()) + ": " + Json.quote(e.getValue()))
        .collect(Collectors.joining(",\n", "{\n", "\n  }"));
  }

  private static Map<String, String> strings(Json object) {
    Map<String, String> strings = new LinkedHashMap<>();
    object.members().forEach((name, value) -> strings.put(name, value.string()));
    return strings;
  }

  private static String processor() {
    return firstLine(CPU_INFO, "model name").replaceFirst("^.*:\\s*", "");
  }

  /** The first line with a prefix, of a file that other systems than Linux do not have. */
  private static String firstLine(Path file, String prefix) {
    try (var lines = Files.lines(file)) {
      return lines.filter(line -> line.startsWith(prefix)).findFirst().orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static Map<String, String> librariesOfThisBuild() {
    Properties properties = new Properties();
    try (InputStream in = Machine.class.getResourceAsStream("versions.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.stringPropertyNames().stream()
        .sorted()
        .collect(
            Collectors.toMap(
                name -> name, properties::getProperty, (a, b) -> a, LinkedHashMap::new));
  }
}
