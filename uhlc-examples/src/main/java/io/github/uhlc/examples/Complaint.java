package io.github.uhlc.examples;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** A line on standard error: what is wrong, whatever the message quotes. */
public final class Complaint {
  private static final int MAX_MESSAGE_LENGTH = 200;

  private Complaint() {}

  /**
   * Says why something failed, to people.
   *
   * @param failure what was thrown
   * @return the reason, without the name of a class
   */
  public static String reason(Throwable failure) {
    if (failure instanceof FileSystemException e && e.getReason() == null) {
      String what =
          e instanceof NoSuchFileException
              ? "there is no such file or directory"
              : e instanceof FileAlreadyExistsException
                  ? "the file exists already"
                  : e instanceof AccessDeniedException
                      ? "access is denied"
                      : "the file is unusable";
      return what + ": " + e.getFile();
    }
    if (failure instanceof FileSystemException e) {
      return e.getReason() + ": " + e.getFile();
    }
    if (failure instanceof UncheckedIOException e && e.getMessage().equals("" + e.getCause())) {
      return reason(e.getCause());
    }
    return failure.getMessage() == null
        ? "an error without a message (" + failure.getClass().getSimpleName() + ")"
        : failure.getMessage();
  }

  /**
   * Makes the line of a message.
   *
   * @param message what is wrong; it may quote input, which may hold anything
   * @return one printable line of bounded length, without its end
   */
  public static String line(String message) {
    String printable = message.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    String bounded =
        printable.length() <= MAX_MESSAGE_LENGTH
            ? printable
            : printable.substring(0, MAX_MESSAGE_LENGTH) + "...";
    return "uhlc-examples: " + bounded;
  }
}
