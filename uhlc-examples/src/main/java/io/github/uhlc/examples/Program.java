package io.github.uhlc.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.IVersionProvider;

/** This program, to be started as a process of its own on the same Java and class path. */
public final class Program {
  /** The environment variables from which a Java machine takes options. */
  public static final Set<String> JAVA_OPTIONS_VARIABLES =
      Set.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS");

  private Program() {}

  /** The version of this program, which the manifest of its jar knows. */
  public static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Program.class.getPackage().getImplementationVersion();
      return new String[] {"uhlc-examples " + (version == null ? "(not from its jar)" : version)};
    }
  }

  /**
   * Prepares a process of this program, which takes no Java options from the environment.
   *
   * @param arguments the command line, a subcommand first
   * @return a builder with that command and environment
   */
  public static ProcessBuilder process(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Such a process lives for seconds: what starts fast and takes little memory serves it best.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
    // The driver of a database loads a native library, of which newer Java machines warn.
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    // They could contradict the options above, and make the Java machine print lines of its own.
    builder.environment().keySet().removeAll(JAVA_OPTIONS_VARIABLES);
    return builder;
  }
}
