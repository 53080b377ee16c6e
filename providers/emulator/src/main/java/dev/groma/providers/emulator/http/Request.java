package dev.groma.providers.emulator.http;

import java.util.List;
import java.util.Optional;

/// One request as it came over the wire.
///
/// @param method in upper case
/// @param target the request target exactly as sent, such as `/v1/peerconn/x?accept&clientToken=t`
/// @param headers in the order sent
/// @param body the whole body, transfer coding removed; empty when there is none
public record Request(String method, String target, List<Header> headers, String body) {
  public Request {
    headers = List.copyOf(headers);
  }

  /// The path, still encoded.
  public String rawPath() {
    int question = target.indexOf('?');
    return question < 0 ? target : target.substring(0, question);
  }

  /// The path, decoded.
  public String path() {
    return Percent.decode(rawPath());
  }

  /// The parameters of the query, decoded, in the order sent.
  public List<Parameter> query() {
    int question = target.indexOf('?');
    return question < 0 ? List.of() : Parameter.parse(target.substring(question + 1));
  }

  /// The first query parameter of that name.
  public Optional<String> query(String name) {
    return query().stream().filter(p -> p.name().equals(name)).map(Parameter::value).findFirst();
  }

  /// The first header of that name, whatever its case.
  public Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

  /// This request for another path with the same query.
  public Request withRawPath(String rawPath) {
    return new Request(method, rawPath + target.substring(rawPath().length()), headers, body);
  }
}
