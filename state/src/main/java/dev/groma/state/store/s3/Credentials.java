package dev.groma.state.store.s3;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.store.Arguments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An access key: from the arguments, else from a profile that they name, else from the
/// environment, else from the default profile.
///
/// @param keyId its ID
/// @param secret its secret
/// @param token the token of a temporary one, or null
record Credentials(String keyId, String secret, @Nullable String token) {
  @Override
  public String toString() {
    return "credentials " + keyId;
  }

  /// What profiles say.
  static final class Profiles {
    private final Map<String, Map<String, String>> sections = new TreeMap<>();
    private final String name;

    private Profiles(String name) {
      this.name = name;
    }

    /// The profiles of the files that `arguments` name.
    static Profiles of(Arguments arguments, Path directory) {
      Profiles profiles =
          new Profiles(
              arguments.text("profile", "AWS_PROFILE", "AWS_DEFAULT_PROFILE").orElse("default"));
      Optional<Path> home = arguments.variable("HOME", "USERPROFILE").map(Path::of);
      profiles.readAll(
          files(
              arguments, "shared_config_files", "AWS_CONFIG_FILE", home, ".aws/config", directory),
          arguments);
      profiles.readAll(
          files(
              arguments,
              "shared_credentials_files",
              "AWS_SHARED_CREDENTIALS_FILE",
              home,
              ".aws/credentials",
              directory),
          arguments);
      return profiles;
    }

    private static List<Path> files(
        Arguments arguments,
        String argument,
        String variable,
        Optional<Path> home,
        String usual,
        Path directory) {
      List<String> named = new ArrayList<>(arguments.texts(argument));
      if (argument.equals("shared_credentials_files")) {
        arguments.text("shared_credentials_file").ifPresent(named::add);
      }
      if (named.isEmpty()) {
        arguments.variable(variable).ifPresent(named::add);
      }
      if (named.isEmpty()) {
        return home.map(h -> List.of(h.resolve(usual))).orElse(List.of());
      }
      return named.stream()
          .map(text ->
              text.startsWith("~/") && home.isPresent()
                  ? home.get().resolve(text.substring(2))
                  : directory.resolve(text))
          .toList();
    }

    private void readAll(List<Path> files, Arguments arguments) {
      for (Path file : files) {
        try {
          read(Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException _) {
          // The usual files may be missing.
        } catch (IOException e) {
          arguments.problem(
              Diagnostic.error(
                  "backend.credentials",
                  "Cannot read the file of credentials",
                  "The file " + file + " cannot be read: " + e.getMessage() + "."));
        }
      }
    }

    private void read(List<String> lines) {
      Map<String, String> section = new TreeMap<>();
      for (String line : lines) {
        String text = line.strip();
        if (text.startsWith("[") && text.endsWith("]")) {
          String title = text.substring(1, text.length() - 1).strip();
          section =
              sections.computeIfAbsent(
                  title.startsWith("profile ") ? title.substring(8).strip() : title,
                  _ -> new TreeMap<>());
        } else if (!text.startsWith("#") && !text.startsWith(";") && text.contains("=")) {
          String[] pair = text.split("=", 2);
          section.put(pair[0].strip(), pair[1].strip());
        }
      }
    }

    /// What the chosen profile says of `setting`.
    Optional<String> find(String setting) {
      return Optional.ofNullable(sections.getOrDefault(name, Map.of()).get(setting));
    }

    private boolean exists() {
      return sections.containsKey(name);
    }
  }

  /// The credentials of `arguments`, which note what is missing.
  static Credentials of(Arguments arguments, Profiles profiles) {
    Optional<String> keyId = arguments.text("access_key");
    Optional<String> secret = arguments.text("secret_key");
    Optional<String> token = arguments.text("token");
    boolean named = arguments.text("profile").isPresent();
    if (keyId.isEmpty() && !named) {
      keyId = arguments.variable("AWS_ACCESS_KEY_ID");
      secret = secret.or(() -> arguments.variable("AWS_SECRET_ACCESS_KEY"));
      token = token.or(() -> arguments.variable("AWS_SESSION_TOKEN"));
    }
    if (keyId.isEmpty()) {
      keyId = profiles.find("aws_access_key_id");
      secret = profiles.find("aws_secret_access_key");
      token = profiles.find("aws_session_token");
    }
    secret = secret.or(() -> arguments.variable("AWS_SECRET_ACCESS_KEY"));
    if (keyId.isEmpty() || secret.isEmpty()) {
      arguments.problem(
          Diagnostic.error(
              "backend.no-credentials",
              "No credentials for the object store",
              (named && !profiles.exists()
                      ? "The profile \""
                          + arguments.text("profile").orElse("")
                          + "\" is in none of the files of credentials. "
                      : "")
                  + "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN for"
                  + " temporary ones), or name a profile that has them. Roles, single sign-on and"
                  + " the metadata service are not asked; let the AWS command line do that: \"eval"
                  + " $(aws configure export-credentials --format env)\"."));
    }
    return new Credentials(keyId.orElse(""), secret.orElse(""), token.orElse(null));
  }
}
