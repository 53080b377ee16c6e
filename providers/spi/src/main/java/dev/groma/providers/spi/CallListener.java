package dev.groma.providers.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Is told of every request that a provider sends. It is called by many threads at once.
public interface CallListener {
  /// Takes one request that was answered, or failed.
  void called(Call call);

  /// A request, without anything secret.
  ///
  /// @param cloud what messages call the cloud
  /// @param operation the operation of the API, such as `DescribeVpnGateways` or `GET
  ///   /v1/peerconn/$id`
  /// @param method the HTTP method
  /// @param url scheme, host and path
  /// @param status the status of the answer; 0 when there was none
  /// @param code the error code of the answer; empty when there is none
  /// @param requestId the cloud's id of the request; empty when it gave none
  /// @param start when it was sent
  /// @param duration how long it took
  /// @param waited how long it was held back before that, by limits on how many requests are sent
  ///   in a second and because the cloud complained that there are too many
  /// @param attempt 1 for the first try, 2 for the second and so on
  /// @param exchange what was sent and answered; made when it is asked for
  record Call(
      String cloud,
      String operation,
      String method,
      String url,
      int status,
      String code,
      String requestId,
      Instant start,
      Duration duration,
      Duration waited,
      int attempt,
      Supplier<Exchange> exchange) {
    /// True when the answer is no success, or there was none.
    public boolean failed() {
      return status < 200 || status >= 300;
    }
  }

  /// What was sent and answered. Everything secret, the signature and sensitive fields are not in
  /// it.
  ///
  /// @param query the parameters of the URL
  /// @param headers the headers of the request by name in lower case
  /// @param form the parameters of the body, where it is a form
  /// @param body the body, where it is none; empty when there is none
  /// @param answerHeaders the headers of the answer by name in lower case
  /// @param answer the body of the answer; empty when there is none or it cannot be read
  /// @param size how many bytes the body of the answer has
  record Exchange(
      List<Field> query,
      SortedMap<String, String> headers,
      List<Field> form,
      String body,
      SortedMap<String, String> answerHeaders,
      String answer,
      long size) {
    /// Copies the collections.
    public Exchange {
      query = List.copyOf(query);
      headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
      form = List.copyOf(form);
      answerHeaders = Collections.unmodifiableSortedMap(new TreeMap<>(answerHeaders));
    }

    /// A parameter.
    public record Field(String name, String value) {}
  }
}
