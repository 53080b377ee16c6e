package dev.groma.providers.emulator.huaweicloud;

import dev.groma.providers.emulator.http.Percent;
import dev.groma.providers.emulator.http.Request;
import dev.groma.providers.emulator.http.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// An operation, and which requests ask for it.
///
/// @param segments of the path; one in braces stands for anything and is the name of it
record Route(
    String name, String method, List<String> segments, Function<HuaweiCall, Response> effect) {
  private static final Set<String> TAGGED =
      Set.of(Kind.GATEWAY.wire(), Kind.CUSTOMER_GATEWAY.wire(), Kind.CONNECTION.wire());

  Route {
    segments = List.copyOf(segments);
  }

  /// Reads `GET /v5/{project_id}/vpn/quotas`.
  static Route of(String name, String text, Function<HuaweiCall, Response> effect) {
    int blank = text.indexOf(' ');
    return new Route(name, text.substring(0, blank), split(text.substring(blank + 1)), effect);
  }

  /// What the path has in the places of the braces, if this is the request's route.
  Optional<Map<String, String>> match(Request request) {
    List<String> path = split(request.rawPath());
    if (!request.method().equals(method) || path.size() != segments.size()) {
      return Optional.empty();
    }
    var found = new TreeMap<String, String>();
    for (int i = 0; i < path.size(); i++) {
      String segment = segments.get(i);
      if (segment.startsWith("{")) {
        found.put(segment.substring(1, segment.length() - 1), Percent.decode(path.get(i)));
      } else if (!segment.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    String type = found.get("resource_type");
    return type == null || TAGGED.contains(type) ? Optional.of(found) : Optional.empty();
  }

  private static List<String> split(String path) {
    String whole =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return Arrays.asList(whole.split("/", -1));
  }
}
