package io.github.uhlc.jmh;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * What a run was made on: the processor, the system, the day and the versions of the libraries,
 * which JMH's JSON does not say. It is recorded when the run begins and kept in a file beside that
 * JSON. Immutable.
 *
 * @param facts names and values, for people
 * @param versions artifacts and their versions
 */
record Machine(Map<String, String> facts, Map<String, String> versions) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Path CLOCK_SOURCE =
      Path.of("/sys/devices/system/clocksource/clocksource0/current_clocksource");

  /** Refuses to be without names. */
  Machine {
    requireNonNull(facts);
    requireNonNull(versions);
  }

  /** Records the machine that this runs on. */
  static Machine current(Load load) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Date", LocalDate.now(Clock.systemUTC()).toString());
    facts.put("Processor", processor());
    facts.put("Processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("System", System.getProperty("os.name") + ' ' + System.getProperty("os.version"));
    facts.put("Architecture", System.getProperty("os.arch"));
    facts.put("Clock source", firstLine(CLOCK_SOURCE, ""));
    facts.put("Load before the run", load.lastMinute());
    facts.put("Processors in use before the run", load.used());
    return new Machine(facts, librariesOfThisBuild());
  }

  /** Reads what {@link #write} has written beside a result; all is empty if there is no file. */
  static Machine read(Path result) throws IOException {
    Path file = beside(result);
    return Files.exists(file)
        ? Results.readJson(file, Machine.class)
        : new Machine(Map.of(), Map.of());
  }

  /** Writes this beside a result. */
  void write(Path result) throws IOException {
    Files.writeString(beside(result), Results.JSON.writeValueAsString(this) + '\n');
  }

  private static Path beside(Path result) {
    String name = result.getFileName().toString();
    return result.resolveSibling(name.replaceFirst("\\.json$", "") + ".machine.json");
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

  /** The versions of uhlc and its peers. */
  static Map<String, String> librariesOfThisBuild() {
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
