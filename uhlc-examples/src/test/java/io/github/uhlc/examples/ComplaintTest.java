package io.github.uhlc.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

class ComplaintTest {
  @Test
  void shouldNameNoClassOfWhatTheSystemThrows() {
    assertReason("there is no such file or directory: /a", new NoSuchFileException("/a"));
    assertReason("the file exists already: /a", new FileAlreadyExistsException("/a"));
    assertReason("access is denied: /a", new AccessDeniedException("/a"));
    assertReason("the file is unusable: /a", new NotDirectoryException("/a"));
    assertReason("Is a directory: /a", new FileSystemException("/a", null, "Is a directory"));
    assertReason("/a (Permission denied)", new FileNotFoundException("/a (Permission denied)"));
    assertReason("No space left on device", new IOException("No space left on device"));
    assertReason(
        "there is no such file or directory: /a",
        new UncheckedIOException(new NoSuchFileException("/a")));
    assertReason(
        "the log is full", new UncheckedIOException("the log is full", new IOException("x")));
  }

  @Test
  void shouldSayWhatItCanOfAnErrorWithoutAMessage() {
    assertReason("an error without a message (IOException)", new IOException());
  }

  private static void assertReason(String reason, Exception failure) {
    assertEquals(reason, Complaint.reason(failure));
  }
}
