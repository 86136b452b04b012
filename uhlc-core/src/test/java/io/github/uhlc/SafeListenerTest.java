package io.github.uhlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SafeListenerTest {
  private static final Timestamp RECEIVED = Timestamp.of(1, ID.ofUnsigned(0x33));

  private final List<String> calls = new ArrayList<>();

  /** Notes its name and what it is told, and then throws, if there is something to throw. */
  private final class Noting implements HLCListener {
    private final String name;
    private final Error error;

    Noting(String name, Error error) {
      this.name = name;
      this.error = error;
    }

    private void note(Object told) {
      calls.add(name + " " + told);
      if (error != null) {
        throw error;
      }
    }

    @Override
    public void onRefusal(ExceedingDeltaException refusal) {
      note(refusal);
    }

    @Override
    public void onClockWentBack(Duration distance) {
      note(distance);
    }

    @Override
    public void onOwnIdFromElsewhere(Timestamp received) {
      note(received);
    }

    @Override
    public void onMarkExtended(NTP64 bound) {
      note(bound);
    }

    @Override
    public void onMarkExtensionFailed(Throwable failure) {
      note(failure);
    }
  }

  /** An event, by what it tells. */
  private record Event(Object told, Consumer<HLCListener> call) {}

  static List<Event> events() {
    ExceedingDeltaException refusal =
        new ExceedingDeltaException(RECEIVED, NTP64.ZERO, Duration.ZERO);
    IllegalStateException failure = new IllegalStateException("disk full");
    return List.of(
        new Event(refusal, listener -> listener.onRefusal(refusal)),
        new Event(Duration.ZERO, listener -> listener.onClockWentBack(Duration.ZERO)),
        new Event(RECEIVED, listener -> listener.onOwnIdFromElsewhere(RECEIVED)),
        new Event(NTP64.MAX, listener -> listener.onMarkExtended(NTP64.MAX)),
        new Event(failure, listener -> listener.onMarkExtensionFailed(failure)));
  }

  @ParameterizedTest
  @MethodSource("events")
  void shouldCallAllInTurnWhateverTheyThrow(Event event) {
    for (Error error : new Error[] {null, new StackOverflowError(), new AssertionError()}) {
      HLCListener all =
          new Noting("first", error)
              .andThen(new Noting("second", error))
              .andThen(new Noting("third", error).andThen(new Noting("fourth", null)));
      calls.clear();
      event.call().accept(all);
      String told = " " + event.told();
      assertEquals(
          List.of("first" + told, "second" + told, "third" + told, "fourth" + told), calls);
    }
  }

  @Test
  void shouldRefuseNothingInPlaceOfAListener() {
    assertThrows(NullPointerException.class, () -> new Noting("first", null).andThen(null));
  }
}
