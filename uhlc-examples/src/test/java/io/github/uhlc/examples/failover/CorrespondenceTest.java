package io.github.uhlc.examples.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.uhlc.examples.Daemon;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** With a limit of zero: an answer is there when it is asked for, or it is late. */
class CorrespondenceTest {
  private static final Signal FIRST = new Signal(Signal.Kind.TIME, 1000, 0);
  private static final Signal SECOND = new Signal(Signal.Kind.TIME, 1000, 1);
  private static final Signal THIRD = new Signal(Signal.Kind.TIME, 1000, 2);

  private final ByteArrayOutputStream requests = new ByteArrayOutputStream();
  private final BlockingQueue<Signal> answers = new LinkedBlockingQueue<>();
  private final Correspondence correspondence =
      new Correspondence(requests, answers, Duration.ZERO);

  @Test
  void shouldReturnTheAnswer() {
    answers.add(FIRST);
    assertEquals(FIRST, correspondence.ask(Signal.GET));
    answers.add(SECOND);
    assertEquals(SECOND, correspondence.ask(Signal.RENEW));
    assertRequests("get 0 0\nrenew 0 0\n");
  }

  @Test
  void shouldDropAnAnswerThatIsLate() {
    assertEquals(Signal.SILENT, correspondence.ask(Signal.GET));
    answers.add(FIRST);
    answers.add(SECOND);
    assertEquals(SECOND, correspondence.ask(Signal.GET));
    answers.add(THIRD);
    assertEquals(THIRD, correspondence.ask(Signal.GET));
  }

  @Test
  void shouldAskNothingMoreBeforeTheLateAnswerHasCome() {
    assertEquals(Signal.SILENT, correspondence.ask(Signal.GET));
    assertEquals(Signal.SILENT, correspondence.ask(Signal.GET));
    assertEquals(Signal.SILENT, correspondence.ask(Signal.RENEW));
    assertRequests("get 0 0\n");

    answers.add(FIRST);
    assertEquals(Signal.SILENT, correspondence.ask(Signal.RENEW));
    assertRequests("get 0 0\nrenew 0 0\n");
    answers.add(SECOND);
    answers.add(THIRD);
    assertEquals(THIRD, correspondence.ask(Signal.GET));
  }

  @Test
  void shouldWaitForAnAnswerUpToTheLimit() {
    Correspondence patient = new Correspondence(requests, answers, Duration.ofHours(1));
    Daemon.start("answering", () -> answers.add(FIRST));
    assertEquals(FIRST, patient.ask(Signal.GET));
  }

  /** As when this process is stopped and continued: the time is over before the answer is seen. */
  @Test
  void shouldSeeAnAnswerAfterAPauseLongerThanTheLimit() {
    BlockingQueue<Signal> paused =
        new LinkedBlockingQueue<>() {
          private static final long serialVersionUID = 1;

          @Override
          public Signal poll(long timeout, TimeUnit unit) throws InterruptedException {
            Signal answer = super.poll(timeout, unit);
            offer(FIRST);
            return answer;
          }
        };
    Correspondence pausing = new Correspondence(requests, paused, Duration.ofNanos(10));
    assertEquals(FIRST, pausing.ask(Signal.GET));
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
            answers,
            Duration.ZERO);
    assertEquals(Signal.REFUSED, broken.ask(Signal.GET));
    assertEquals(Signal.REFUSED, broken.ask(Signal.GET));
  }

  @Test
  void shouldRefuseWhenTheOtherSideEndsInsteadOfALateAnswer() {
    OutputStream breaking =
        new OutputStream() {
          private boolean isBroken;

          @Override
          public void write(int b) {}

          @Override
          public void write(byte[] bytes) throws IOException {
            if (isBroken) {
              throw new IOException("Broken pipe");
            }
            isBroken = true;
          }
        };
    Correspondence ending = new Correspondence(breaking, answers, Duration.ZERO);
    assertEquals(Signal.SILENT, ending.ask(Signal.GET));
    answers.add(Signal.REFUSED);
    assertEquals(Signal.REFUSED, ending.ask(Signal.GET));
    assertEquals(Signal.REFUSED, ending.ask(Signal.GET));
  }

  private void assertRequests(String expected) {
    assertEquals(expected, requests.toString(StandardCharsets.US_ASCII));
  }
}
