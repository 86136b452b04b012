package io.github.uhlc.examples.recipes;

import static io.github.uhlc.examples.recipes.ClockedHandler.HEADER;

import io.github.uhlc.HLC;
import io.github.uhlc.Timestamp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Sends requests that carry a timestamp, and takes in that of the answer. */
record ClockedClient(HLC clock, HttpClient http) {
  // recipe
  HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri).header(HEADER, clock.newTimestamp().toString()).build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    answer.headers().firstValue(HEADER).map(Timestamp::parse).ifPresent(clock::updateWithTimestamp);
    return answer;
  }
  // end of recipe
}
