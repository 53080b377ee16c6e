package dev.groma.providers.driver;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A request to the API of a cloud, before or after it is signed.
///
/// @param method the HTTP method
/// @param endpoint scheme, host and port; a path there is no part of it
/// @param path the path, percent-encoded
/// @param query the parameters in the order in which they are sent, not encoded
/// @param headers the headers by name in lower case; `host` is implied
/// @param body the body, or null for none
public record Request(
    String method,
    URI endpoint,
    String path,
    List<Parameter> query,
    SortedMap<String, String> headers,
    @Nullable String body) {
  /// A parameter of the query.
  ///
  /// @param name its name
  /// @param value its value; null for a flag, which is sent without `=`
  public record Parameter(String name, @Nullable String value) {}

  /// Copies the collections.
  public Request {
    query = List.copyOf(query);
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
  }

  /// The value of the header `Host`: with the port where it is not the usual one.
  public String host() {
    int port = endpoint.getPort();
    boolean usual = port < 0 || port == (endpoint.getScheme().equals("https") ? 443 : 80);
    return usual ? endpoint.getHost() : endpoint.getHost() + ":" + port;
  }

  /// The whole URL.
  public String url() {
    List<String> pairs = new ArrayList<>();
    for (Parameter p : query) {
      pairs.add(
          p.value() == null
              ? Percent.encode(p.name())
              : Percent.encode(p.name()) + "=" + Percent.encode(p.value()));
    }
    return endpoint.getScheme()
        + "://"
        + host()
        + path
        + (pairs.isEmpty() ? "" : "?" + String.join("&", pairs));
  }

  /// This request with the header `name`, in lower case, set to `value`.
  public Request with(String name, String value) {
    SortedMap<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new Request(method, endpoint, path, query, more, body);
  }

  /// Method, host and path: parameters and headers may hold secrets.
  @Override
  public String toString() {
    return method + " " + host() + path;
  }
}
