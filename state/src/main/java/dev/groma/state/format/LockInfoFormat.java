package dev.groma.state.format;

import dev.groma.state.LockInfo;
import dev.groma.state.json.JsonStrings;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Lock information as the JSON that stands beside a locked state.
public final class LockInfoFormat {
  private LockInfoFormat() {}

  /// `lock` as JSON.
  public static String write(LockInfo lock) {
    StringBuilder out = new StringBuilder();
    member("{", "ID", lock.id(), out);
    member(",", "Operation", lock.operation(), out);
    member(",", "Info", lock.info(), out);
    member(",", "Who", lock.who(), out);
    member(",", "Version", lock.version(), out);
    member(",", "Created", lock.created().toString(), out);
    member(",", "Path", lock.path(), out);
    return out.append('}').toString();
  }

  private static void member(String separator, String name, String value, StringBuilder out) {
    out.append(separator).append('"').append(name).append("\":");
    JsonStrings.quote(value, out);
  }

  /// The lock that `json` describes; nothing when it describes none.
  public static Optional<LockInfo> read(String json) {
    try {
      Map<String, String> members = new HashMap<>();
      Tokens.over(
          json,
          "",
          tokens -> {
            tokens.object(name -> members.put(name, tokens.text(name)));
            return members;
          });
      return Optional.of(
          new LockInfo(
              members.getOrDefault("ID", ""),
              members.getOrDefault("Operation", ""),
              members.getOrDefault("Info", ""),
              members.getOrDefault("Who", ""),
              members.getOrDefault("Version", ""),
              Instant.parse(members.getOrDefault("Created", "")),
              members.getOrDefault("Path", "")));
    } catch (Refusal | DateTimeParseException _) {
      return Optional.empty();
    }
  }
}
