package dev.groma.providers.huaweicloud;

import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.value.Path;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The file in which the vendor's command line tool keeps its profiles, `~/.hcloud/config.json`.
///
/// ```json
/// {"current": "default", "profiles": [{"name": "default", "accessKeyId": "…", "secretAccessKey": "…",
///   "securityToken": "", "region": "cn-north-4", "projectId": ""}]}
/// ```
final class ProfileFile {
  private static final Map<String, String> ARGUMENTS =
      Map.of(
          "accessKeyId", "access_key",
          "secretAccessKey", "secret_key",
          "securityToken", "security_token",
          "region", "region",
          "projectId", "project_id",
          "domainId", "domain_id");

  private ProfileFile() {}

  /// The arguments that the profile has.
  ///
  /// @param file the file that is asked for, or nothing for the usual one, which need not exist
  /// @param profile the name of the profile, or nothing for the current one of the file
  static Map<String, String> arguments(
      Optional<String> file,
      Optional<String> profile,
      ProviderContext context,
      List<Diagnostic> wrong) {
    Optional<String> usual = context.variable("HOME").map(home -> home + "/.hcloud/config.json");
    Optional<String> where = file.or(() -> usual);
    if (where.isEmpty()) {
      return Map.of();
    }
    try {
      java.nio.file.Path path = context.workingDirectory().resolve(home(where.get(), context));
      String text = Files.readString(path);
      Node root = SourceReader.read(new SourceText(path.toString(), text)).root();
      return found(where.get(), root, profile, wrong);
    } catch (NoSuchFileException e) {
      if (file.isPresent() || profile.isPresent()) {
        wrong.add(unreadable(where.get(), "there is no such file"));
      }
    } catch (IOException | InvalidPathException e) {
      wrong.add(unreadable(where.get(), String.valueOf(e.getMessage())));
    }
    return Map.of();
  }

  private static String home(String file, ProviderContext context) {
    return file.startsWith("~/") ? context.variable("HOME").orElse("") + file.substring(1) : file;
  }

  private static Map<String, String> found(
      String file, @Nullable Node root, Optional<String> profile, List<Diagnostic> wrong) {
    if (!(root instanceof Node.ObjectNode object)) {
      wrong.add(unreadable(file, "it is no JSON object"));
      return Map.of();
    }
    String name = profile.or(() -> Optional.ofNullable(members(root).get("current"))).orElse("");
    List<Map<String, String>> all =
        object.members().stream()
            .filter(member -> member.key().equals("profiles"))
            .flatMap(member ->
                member.value() instanceof Node.ListNode l
                    ? l.elements().stream()
                    : Stream.<Node>empty())
            .map(ProfileFile::members)
            .toList();
    Optional<Map<String, String>> chosen =
        all.stream().filter(one -> name.equals(one.get("name"))).findFirst();
    if (chosen.isEmpty() && profile.isPresent()) {
      wrong.add(
          Diagnostic.error(
                  "provider.unknown-profile",
                  "Unknown profile",
                  "The file %s has no profile \"%s\"; it has %s."
                      .formatted(
                          file,
                          name,
                          all.stream()
                              .map(one -> one.getOrDefault("name", "one without a name"))
                              .collect(Collectors.joining(", "))))
              .at(Path.of("profile")));
    }
    Map<String, String> arguments = new TreeMap<>();
    chosen.ifPresent(one ->
        ARGUMENTS.forEach((key, argument) -> {
          String value = one.get(key);
          if (value != null) {
            arguments.put(argument, value);
          }
        }));
    return arguments;
  }

  private static Map<String, String> members(Node node) {
    Map<String, String> members = new HashMap<>();
    if (node instanceof Node.ObjectNode object) {
      object
          .members()
          .forEach(member -> {
            if (member.value() instanceof StringNode s && !s.text().isBlank()) {
              members.put(member.key(), s.text());
            }
          });
    }
    return members;
  }

  private static Diagnostic unreadable(String file, String why) {
    return Diagnostic.error(
            "provider.unreadable-file",
            "A file of a provider configuration cannot be read",
            "The profile file %s cannot be read: %s. Correct shared_config_file or HW_SHARED_CONFIG_FILE, or give access_key and secret_key."
                .formatted(file, why))
        .at(Path.of("shared_config_file"));
  }
}
