package dev.groma.providers.alicloud;

import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.value.Path;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The file that the vendor's command line keeps its profiles in, `~/.aliyun/config.json`.
final class SharedProfile {
  private static final String DEFAULT_FILE = ".aliyun/config.json";

  /// Field of the file → argument. The fields are those of the vendor's command line.
  private static final Map<String, String> FIELDS =
      Map.of(
          "access_key_id", "access_key",
          "access_key_secret", "secret_key",
          "sts_token", "security_token",
          "region_id", "region",
          "ram_role_arn", "assume_role.role_arn",
          "ram_session_name", "assume_role.session_name");

  /// The modes whose credentials are in the file itself.
  private static final List<String> MODES = List.of("AK", "StsToken", "RamRoleArn");

  private SharedProfile() {}

  /// The arguments that the profile stands for; none where there is no file, unless one was asked
  /// for.
  ///
  /// @param profile which profile, or nothing for the current one
  /// @param named which file, or nothing for the usual one
  static Map<String, String> load(
      Optional<String> profile,
      Optional<String> named,
      ProviderContext context,
      List<Diagnostic> wrong) {
    Optional<java.nio.file.Path> file = file(named, context, wrong);
    boolean asked = named.isPresent() || profile.isPresent();
    if (file.isEmpty() || (!asked && !Files.isRegularFile(file.get()))) {
      return Map.of();
    }
    try {
      String text = Files.readString(file.get());
      return arguments(file.get(), text, profile, asked, wrong);
    } catch (IOException e) {
      wrong.add(unreadable(file.get(), String.valueOf(e.getMessage())));
      return Map.of();
    }
  }

  private static Optional<java.nio.file.Path> file(
      Optional<String> named, ProviderContext context, List<Diagnostic> wrong) {
    Optional<String> home = context.variable("HOME", "USERPROFILE");
    try {
      return named
          .map(text ->
              text.startsWith("~/") && home.isPresent()
                  ? java.nio.file.Path.of(home.get(), text.substring(2))
                  : context.workingDirectory().resolve(text))
          .or(() -> home.map(folder -> java.nio.file.Path.of(folder, DEFAULT_FILE)));
    } catch (InvalidPathException e) {
      wrong.add(
          Diagnostic.error(
                  "provider.unreadable-file",
                  "A file of a provider configuration cannot be read",
                  "\"shared_credentials_file\" is no path: %s.".formatted(e.getMessage()))
              .at(Path.of("shared_credentials_file")));
      return Optional.empty();
    }
  }

  private static Map<String, String> arguments(
      java.nio.file.Path file,
      String text,
      Optional<String> wanted,
      boolean asked,
      List<Diagnostic> wrong) {
    Node root = SourceReader.read(new SourceText(file.getFileName().toString(), text)).root();
    if (!(root instanceof Node.ObjectNode)) {
      wrong.add(unreadable(file, "it is not the JSON that the aliyun command writes"));
      return Map.of();
    }
    Map<String, Node> members = members(root);
    String name = wanted.or(() -> text(members, "current")).orElse("default");
    Map<String, Map<String, Node>> profiles = new TreeMap<>();
    if (members.get("profiles") instanceof Node.ListNode list) {
      list.elements().stream()
          .map(SharedProfile::members)
          .forEach(profile -> text(profile, "name").ifPresent(n -> profiles.put(n, profile)));
    }
    Map<String, Node> profile = profiles.get(name);
    if (profile == null) {
      if (asked) {
        wrong.add(
            Diagnostic.error(
                    "provider.unknown-profile",
                    "Unknown profile",
                    "The file %s has no profile \"%s\".%s"
                        .formatted(file, name, Suggestion.didYouMean(name, profiles.keySet())))
                .at(Path.of("profile")));
      }
      return Map.of();
    }
    String mode = text(profile, "mode").orElse("AK");
    if (!MODES.contains(mode)) {
      if (asked) {
        wrong.add(
            Diagnostic.error(
                    "provider.unknown-profile",
                    "A profile that cannot be used",
                    "The profile \"%s\" has the mode %s; Groma can use %s. Choose another profile, or set access_key and secret_key."
                        .formatted(name, mode, String.join(", ", MODES)))
                .at(Path.of("profile")));
      }
      return Map.of();
    }
    Map<String, String> arguments = new HashMap<>();
    FIELDS.forEach((field, argument) -> {
      boolean role = argument.startsWith("assume_role.");
      if (!role || mode.equals("RamRoleArn")) {
        text(profile, field).ifPresent(value -> arguments.put(argument, value));
      }
    });
    return arguments;
  }

  private static Diagnostic unreadable(java.nio.file.Path file, String why) {
    return Diagnostic.error(
            "provider.unreadable-file",
            "A file of a provider configuration cannot be read",
            "The profile file %s cannot be read: %s.".formatted(file, why))
        .at(Path.of("shared_credentials_file"));
  }

  private static Map<String, Node> members(Node node) {
    Map<String, Node> members = new HashMap<>();
    if (node instanceof Node.ObjectNode object) {
      object.members().forEach(member -> members.put(member.key(), member.value()));
    }
    return members;
  }

  private static Optional<String> text(Map<String, Node> members, String name) {
    return members.get(name) instanceof StringNode s && !s.text().isBlank()
        ? Optional.of(s.text())
        : Optional.empty();
  }
}
