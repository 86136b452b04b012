package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a mark can be, and what is said where it cannot. */
class MarkPathTest {
  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void locate() throws IOException {
    folder = temporary.toRealPath();
  }

  private static HighWaterMarkException refusal(Path path) {
    return assertThrows(HighWaterMarkException.class, () -> FileHighWaterMark.open(path).close());
  }

  private static void assertRefused(String rule, Path path) {
    assertEquals(rule + ": file=" + path, refusal(path).getMessage());
  }

  private static void assertFails(String error, Path path) {
    HighWaterMarkException thrown = refusal(path);
    assertInstanceOf(IOException.class, thrown.getCause());
    assertEquals("cannot open the mark: " + error + ": file=" + path, thrown.getMessage());
  }

  @Test
  void shouldRefuseAMissingDirectory() {
    assertRefused(
        "the directory does not exist: make it before the mark", folder.resolve("missing/mark"));
    assertRefused(
        "the directory does not exist: make it before the mark", folder.resolve("missing/.."));
  }

  @Test
  void shouldRefuseWhatIsNoPlainFile() throws IOException {
    String rule = "not a regular file, which a mark has to be";
    assertRefused(rule, folder);
    assertRefused(rule, Path.of("/").toAbsolutePath());
    Path directory = Files.createDirectory(folder.resolve("directory"));
    assertRefused(rule, directory);
    assertTrue(Files.notExists(folder.resolve("directory.lock")), "and leaves nothing");
  }

  @Test
  void shouldFollowALinkToAMarkOnly() throws IOException {
    Path mark = folder.resolve("mark");
    Path link = Files.createSymbolicLink(folder.resolve("link"), mark);
    assertRefused("the link leads to no file: open the file that it should lead to", link);
    FileHighWaterMark.open(mark).close();
    try (FileHighWaterMark opened = FileHighWaterMark.open(link)) {
      opened.extend(NTP64.ZERO, NTP64.MAX);
      assertTrue(opened.toString().startsWith("FileHighWaterMark[file=" + mark + ","));
    }
    assertTrue(Files.isSymbolicLink(link));
  }

  @Test
  void shouldRefuseAnotherFileSystem() throws IOException {
    try (FileSystem zip =
        FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"))) {
      assertRefused("not in the default file system, where a mark has to be", zip.getPath("/mark"));
    }
  }

  @Test
  void shouldRefuseANameThatIsNoText() throws Exception {
    String make = "mkdir \"$0\"/$(printf 'm\\377')";
    assumeTrue(run("sh", "-c", make, folder.toString()), "this system has no such names");
    Path directory;
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
      directory = found.iterator().next();
    }
    Files.createFile(directory.resolve("mark"));
    for (String name : List.of("mark", "new")) {
      String message = refusal(directory.resolve(name)).getMessage();
      String rule = "the path has bytes that are no text in the charset of file names: file=";
      assertTrue(message.startsWith(rule + folder + "/m"), message);
    }
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
      left.forEach(path -> assertEquals(directory, path, "no other file was made"));
    }
  }

  @Test
  void shouldNameWhatStandsInTheWay() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertFails("Not a directory", file.resolve("mark"));
    Files.createDirectory(folder.resolve("locked.lock"));
    assertFails(folder.resolve("locked.lock") + " (Is a directory)", folder.resolve("locked"));
    Files.createDirectories(folder.resolve("fresh.tmp/full"));
    assertFails(folder.resolve("fresh.tmp") + ": Directory not empty", folder.resolve("fresh"));
  }

  @Test
  void shouldBoundItsMessages() throws IOException {
    Path path = folder;
    for (int i = 0; i < 15; i++) {
      path = Files.createDirectory(path.resolve("\u00e4\n".repeat(60)));
    }
    String message = refusal(path).getMessage();
    assertTrue(message.length() < 350, message);
    assertTrue(message.contains("\u00e4\\u000a"), message);
  }

  @Test
  void shouldSayThatItMayNotWrite() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Path readOnly = folder.resolve("readOnly");
    FileHighWaterMark.open(readOnly).close();
    assumeTrue(closed.toFile().setWritable(false) && readOnly.toFile().setWritable(false));
    try {
      assumeFalse(Files.isWritable(closed), "this user may write everywhere");
      assertFails(closed.resolve("mark.lock") + ": Permission denied", closed.resolve("mark"));
      assertFails("Permission denied", readOnly);
    } finally {
      assertTrue(closed.toFile().setWritable(true));
    }
  }

  @Test
  void shouldSayThatTheFileSystemIsReadOnly() throws Exception {
    withSmallDisk(
        disk -> {
          Path path = disk.resolve("mark");
          FileHighWaterMark.open(path).close();
          assumeTrue(run("mount", "-o", "remount,ro", disk.toString()), "cannot remount");
          assertFails(path + ".lock (Read-only file system)", path);
          Path other = disk.resolve("other");
          assertFails(other + ".lock: Read-only file system", other);
        });
  }

  @Test
  void shouldNeedSpaceForANewFileOnly() throws Exception {
    withSmallDisk(
        disk -> {
          Path path = disk.resolve("mark");
          FileHighWaterMark.open(path).close();
          Path filler = disk.resolve("filler");
          assertThrows(IOException.class, () -> Files.write(filler, new byte[1 << 20]));
          try (FileHighWaterMark mark = FileHighWaterMark.open(path)) {
            mark.extend(NTP64.ZERO, NTP64.MAX);
          }
          assertFails("No space left on device", disk.resolve("other"));
          assertTrue(Files.notExists(disk.resolve("other.tmp")));
          assertTrue(Files.notExists(disk.resolve("other")));
          Files.delete(filler);
          FileHighWaterMark.open(disk.resolve("other")).close();
          try (FileHighWaterMark mark = FileHighWaterMark.open(path)) {
            assertEquals(NTP64.MAX, mark.bound());
          }
        });
  }

  private interface DiskTest {
    void run(Path disk) throws Exception;
  }

  private void withSmallDisk(DiskTest test) throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", disk.toString()),
        "this user may not mount a tmpfs");
    try {
      test.run(disk);
    } finally {
      assertTrue(run("umount", disk.toString()));
    }
  }

  /** Whether a command succeeds. */
  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // There is no such command.
    }
  }
}
