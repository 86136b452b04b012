package io.github.uhlc;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Where a mark can be, and the messages that name the place. */
final class MarkPath {
  private static final int MAX_QUOTED = 255;

  private MarkPath() {}

  /**
   * The path of a mark without links: the same for all paths to one directory and name.
   *
   * @throws HighWaterMarkException if there cannot be a mark at that path
   */
  static Path locate(Path given) throws IOException {
    if (given.getFileSystem() != FileSystems.getDefault()) {
      throw refusal("not in the default file system, where a mark has to be", given);
    }
    Path path = given.toAbsolutePath();
    try {
      path = path.toRealPath();
    } catch (NoSuchFileException e) {
      if (Files.isSymbolicLink(path)) {
        throw refusal("the link leads to no file: open the file that it should lead to", path);
      }
      path = directory(path).resolve(path.getFileName());
    }
    requireName(path);
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw refusal("not a regular file, which a mark has to be", path);
    }
    return path;
  }

  private static Path directory(Path path) throws IOException {
    try {
      return path.getParent().toRealPath();
    } catch (NoSuchFileException e) {
      throw refusal("the directory does not exist: make it before the mark", path);
    }
  }

  private static void requireName(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(MarkFile.LOCK) || name.endsWith(Disk.TEMPORARY)) {
      throw refusal(
          "the name ends in .lock or .tmp, which are for files that belong to a mark", path);
    }
    // Files are opened by their names as text, which leads to another file if that loses bytes.
    if (!isText(path)) {
      throw refusal("the path has bytes that are no text in the charset of file names", path);
    }
  }

  private static boolean isText(Path path) {
    try {
      return Path.of(path.toString()).equals(path);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  static HighWaterMarkException refusal(String problem, Path path) {
    return new HighWaterMarkException(problem + ": file=" + quote(path));
  }

  static String quote(Path path) {
    return Text.show(path.toString(), MAX_QUOTED);
  }

  /** What an exception says, without its class, and without the file if that is the mark. */
  static String describe(Exception cause, Path mark) {
    String file = mark.toString();
    String message = cause.getMessage();
    if (cause instanceof FileSystemException e) {
      String reason = e.getReason() != null ? e.getReason() : reason(e);
      message = file.equals(e.getFile()) ? reason : e.getFile() + ": " + reason;
    } else if (message != null && message.startsWith(file + " (") && message.endsWith(")")) {
      message = message.substring(file.length() + 2, message.length() - 1);
    }
    return message == null ? "unknown error" : Text.show(message, MAX_QUOTED);
  }

  private static String reason(FileSystemException e) {
    if (e instanceof AccessDeniedException) {
      return "Permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "No such file or directory";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return "Directory not empty";
    }
    return e instanceof FileAlreadyExistsException ? "File exists" : "unusable";
  }
}
