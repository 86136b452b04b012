package io.github.uhlc.examples.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** With a limit of zero: an answer is there when it is asked for, or it is late. */
class CorrespondenceTest {
  private static final Signal FIRST = new Signal(Signal.Kind.TIME, 1000, 0);
  private static final Signal SECOND = new Signal(Signal.Kind.TIME, 1000, 1);
  private static final Signal THIRD = new Signal(Signal.Kind.TIME, 1000, 2);

  private final ByteArrayOutputStream requests = new ByteArrayOutputStream();
  private final Correspondence correspondence = new Correspondence(requests, Duration.ZERO);

  @Test
  void shouldReturnTheAnswer() {
    correspondence.receive(FIRST);
    assertEquals(FIRST, correspondence.ask(Signal.GET));
    correspondence.receive(SECOND);
    assertEquals(SECOND, correspondence.ask(Signal.RENEW));
    assertRequests("get 0 0\nrenew 0 0\n");
  }

  @Test
  void shouldDropAnAnswerThatIsLate() {
    assertEquals(Signal.SILENT, correspondence.ask(Signal.GET));
    correspondence.receive(FIRST);
    correspondence.receive(SECOND);
    assertEquals(SECOND, correspondence.ask(Signal.GET));
    correspondence.receive(THIRD);
    assertEquals(THIRD, correspondence.ask(Signal.GET));
  }

  @Test
  void shouldAskNothingMoreBeforeTheLateAnswerHasCome() {
    assertEquals(Signal.SILENT, correspondence.ask(Signal.GET));
    assertEquals(Signal.SILENT, correspondence.ask(Signal.GET));
    assertEquals(Signal.SILENT, correspondence.ask(Signal.RENEW));
    assertRequests("get 0 0\n");

    correspondence.receive(FIRST);
    assertEquals(Signal.SILENT, correspondence.ask(Signal.RENEW));
    assertRequests("get 0 0\nrenew 0 0\n");
    correspondence.receive(SECOND);
    correspondence.receive(THIRD);
    assertEquals(THIRD, correspondence.ask(Signal.GET));
  }

  @Test
  void shouldWaitForAnAnswerUpToTheLimit() {
    Correspondence patient =
        new Correspondence(
            new OutputStream() {
              @Override
              public void write(int b) {}
            },
            Duration.ofHours(1));
    Thread answering = new Thread(() -> patient.receive(FIRST));
    answering.start();
    assertEquals(FIRST, patient.ask(Signal.GET));
  }

  @Test
  void shouldRefuseWhenTheOtherSideHasEnded() {
    Correspondence broken =
        new Correspondence(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            },
            Duration.ZERO);
    assertEquals(Signal.REFUSED, broken.ask(Signal.GET));
    assertEquals(Signal.REFUSED, broken.ask(Signal.GET));
  }

  private void assertRequests(String expected) {
    assertEquals(expected, requests.toString(StandardCharsets.US_ASCII));
  }
}
