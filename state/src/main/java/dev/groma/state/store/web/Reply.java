package dev.groma.state.store.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpHeaders;

/// The answer of a server.
public final class Reply {
  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;
  private final boolean repeated;

  Reply(int status, HttpHeaders headers, byte[] body, boolean repeated) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.repeated = repeated;
  }

  /// The status code.
  public int status() {
    return status;
  }

  /// True for a status of success.
  public boolean isOk() {
    return status / 100 == 2;
  }

  /// True for a failure of the server that leaves open what it has done.
  public boolean isDoubtful() {
    return status == 500 || status == 502 || status == 503 || status == 504;
  }

  /// The header `name`, empty when there is none.
  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /// The body; not copied.
  public byte[] body() {
    return body;
  }

  /// The body as text.
  public String text() {
    return new String(body, UTF_8);
  }

  /// True when the request had been sent before and the server may have carried it out then.
  public boolean isRepeated() {
    return repeated;
  }
}
