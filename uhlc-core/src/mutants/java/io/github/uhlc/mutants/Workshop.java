package io.github.uhlc.mutants;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A folder with a copy of the library's source, which is patched, compiled without the checks of
 * the build, and tested in a process of its own.
 */
final class Workshop implements AutoCloseable {
  private static final Path SOURCE = Path.of("src", "main", "java");

  private static final String MODULE = "uhlc-core";
  private static final Path CLASSES = Path.of("target", "classes").toAbsolutePath();

  private final Path folder;

  Workshop() throws IOException {
    folder = Files.createTempDirectory("uhlc-mutant");
    // Tests that read the source find the copy, and all else by links.
    link(Path.of(".."), folder, MODULE);
    link(Path.of("."), module(), "src");
    link(Path.of("src"), module().resolve("src"), "main");
    try (Stream<Path> files = Files.walk(SOURCE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = module().resolve(file);
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  /** Links all of a folder that is not hidden, as a repository is, but for one. */
  private static void link(Path from, Path to, String except) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        if (!file.endsWith(except) && !Files.isHidden(file)) {
          Files.createSymbolicLink(to.resolve(file.getFileName()), file.toRealPath());
        }
      }
    }
  }

  private Path module() {
    return folder.resolve(MODULE);
  }

  private Path classes() {
    return folder.resolve("classes");
  }

  /** Applies a patch; returns null, or why that is not possible. */
  String patch(Path patch) throws IOException, InterruptedException {
    Path log = folder.resolve("apply.log");
    ProcessBuilder git =
        new ProcessBuilder("git", "apply", patch.toAbsolutePath().toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // Where the folder is in a repository, git would pass over all that is outside of that.
    git.environment().put("GIT_CEILING_DIRECTORIES", folder.getParent().toString());
    return git.start().waitFor() == 0 ? null : "does not apply: " + Files.readString(log).strip();
  }

  /** Compiles the source; returns null, or why that is not possible. */
  String compile() throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null);
        Stream<Path> files = Files.walk(module().resolve(SOURCE))) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      List<String> options = List.of("-proc:none", "-nowarn", "-d", classes().toString());
      boolean compiled =
          javac
              .getTask(
                  messages,
                  manager,
                  null,
                  options,
                  null,
                  manager.getJavaFileObjectsFromPaths(sources))
              .call();
      return compiled ? null : "does not compile: " + messages.toString().strip();
    }
  }

  /** Runs tests against what was compiled, for so long at most. */
  Verdict test(Collection<String> tests, long limitSeconds)
      throws IOException, InterruptedException {
    Path result = folder.resolve("result.txt");
    Path log = folder.resolve("test.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath()));
    command.addAll(List.of(TestRun.class.getName(), result.toString()));
    command.addAll(tests);
    Process run =
        new ProcessBuilder(command)
            .directory(module().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!run.waitFor(limitSeconds, TimeUnit.SECONDS)) {
      run.descendants().forEach(ProcessHandle::destroyForcibly);
      run.destroyForcibly().waitFor();
      return Verdict.timedOut();
    }
    return run.exitValue() == 0
        ? Verdict.of(Files.readAllLines(result))
        : Verdict.unusable("the tests could not be run: " + Files.readString(log).strip());
  }

  /** That of this process, with the classes of this copy for those of the library. */
  private String classPath() {
    List<String> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      boolean isLibrary = Path.of(entry).toAbsolutePath().equals(CLASSES);
      path.add((isLibrary ? classes() : Path.of(entry).toAbsolutePath()).toString());
    }
    return String.join(File.pathSeparator, path);
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
