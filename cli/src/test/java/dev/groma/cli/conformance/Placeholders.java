package dev.groma.cli.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What stands in expected results for what is new in every run: `<cwd>` for the directory and
/// `<uuid:1>`, `<uuid:2>` and so on for ids. One number means one id throughout a case, and no two
/// numbers the same.
public final class Placeholders {
  private static final Pattern ID = Pattern.compile("<uuid:\\d+>");

  private final Path directory;
  private final Map<String, String> ids = new HashMap<>();

  /// For a case that is run in `directory`.
  public Placeholders(Path directory) {
    this.directory = directory;
  }

  /// Where `actual` is not what `expected` says, as [Cases#differences].
  public List<String> differences(JsonNode expected, JsonNode actual, String path) {
    return Cases.differences(expected, actual, path, this::same);
  }

  private boolean same(JsonNode expected, JsonNode actual) {
    return (expected.isString() && actual.isString())
        ? matches(expected.asString(), actual.asString())
        : Cases.same(expected, actual);
  }

  private boolean matches(String expected, String actual) {
    StringBuilder pattern = new StringBuilder();
    List<String> names = new ArrayList<>();
    Matcher placeholder = ID.matcher(expected);
    int at = 0;
    while (placeholder.find()) {
      pattern.append(Pattern.quote(expected.substring(at, placeholder.start())));
      pattern.append("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");
      names.add(placeholder.group());
      at = placeholder.end();
    }
    pattern.append(Pattern.quote(expected.substring(at).replace("<cwd>", directory.toString())));
    Matcher matcher = Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(actual);
    if (!matcher.matches()) {
      return false;
    }
    for (int i = 0; i < names.size(); i++) {
      String id = matcher.group(i + 1);
      String known = ids.putIfAbsent(names.get(i), id);
      if (known != null
          ? !known.equals(id)
          : ids.values().stream().filter(id::equals).count() > 1) {
        return false;
      }
    }
    return true;
  }
}
