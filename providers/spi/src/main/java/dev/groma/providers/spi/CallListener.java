package dev.groma.providers.spi;

import java.time.Duration;

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
  /// @param duration how long it took
  /// @param attempt 1 for the first try, 2 for the second and so on
  record Call(
      String cloud,
      String operation,
      String method,
      String url,
      int status,
      String code,
      String requestId,
      Duration duration,
      int attempt) {}
}
