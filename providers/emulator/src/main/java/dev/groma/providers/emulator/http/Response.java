package dev.groma.providers.emulator.http;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// An answer.
///
/// @param headers without `Content-Length` and `Connection`, which the server adds
public record Response(int status, SortedMap<String, String> headers, String body)
    implements Reply {
  public Response {
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
  }

  /// An answer without headers of its own.
  public static Response of(int status, String body) {
    return new Response(status, new TreeMap<>(), body);
  }

  /// This answer with one header more.
  public Response with(String name, String value) {
    var more = new TreeMap<>(headers);
    more.put(name, value);
    return new Response(status, more, body);
  }
}
