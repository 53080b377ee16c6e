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
/// @param form the parameters of a body of type `application/x-www-form-urlencoded`; empty for none
/// @param body the body, where it is no form, or null for none
public record Request(
    String method,
    URI endpoint,
    String path,
    List<Parameter> query,
    SortedMap<String, String> headers,
    List<Parameter> form,
    @Nullable String body) {
  /// A parameter of the query.
  ///
  /// @param name its name
  /// @param value its value; null for a flag, which is sent without `=`
  public record Parameter(String name, @Nullable String value) {}

  /// Copies the collections.
  public Request {
    query = List.copyOf(query);
    form = List.copyOf(form);
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
    return endpoint.getScheme()
        + "://"
        + host()
        + path
        + (query.isEmpty() ? "" : "?" + encoded(query));
  }

  /// The body as it is sent, or null for none.
  public @Nullable String content() {
    return form.isEmpty() ? body : encoded(form);
  }

  private static String encoded(List<Parameter> parameters) {
    List<String> pairs = new ArrayList<>();
    for (Parameter p : parameters) {
      pairs.add(
          p.value() == null
              ? Percent.encode(p.name())
              : Percent.encode(p.name()) + "=" + Percent.encode(p.value()));
    }
    return String.join("&", pairs);
  }

  /// This request with these parameters besides, in the form if it has one, else in the URL.
  public Request with(List<Parameter> more) {
    List<Parameter> all = new ArrayList<>(form.isEmpty() ? query : form);
    all.addAll(more);
    return form.isEmpty()
        ? new Request(method, endpoint, path, all, headers, form, body)
        : new Request(method, endpoint, path, query, headers, all, body);
  }

  /// This request with the header `name`, in lower case, set to `value`.
  public Request with(String name, String value) {
    SortedMap<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new Request(method, endpoint, path, query, more, form, body);
  }

  /// Method, host and path: parameters and headers may hold secrets.
  @Override
  public String toString() {
    return method + " " + host() + path;
  }
}
