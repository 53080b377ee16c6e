package dev.groma.cli.encryption;

import dev.groma.engine.config.EncryptionBlock.Argument;
import dev.groma.engine.config.EncryptionBlock.Link;
import dev.groma.engine.config.EncryptionBlock.Name;
import dev.groma.engine.config.EncryptionBlock.Part;
import dev.groma.engine.expr.Expression;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.state.crypto.Custodian;
import dev.groma.state.crypto.KeySource;
import dev.groma.state.crypto.KeySource.Cost;
import dev.groma.state.crypto.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The key providers of a configuration: a passphrase (`argon2id`), a file (`key_file`), an
/// environment variable (`environment`), a program (`external`).
final class KeyProviders implements AutoCloseable {
  private static final String ARGON2ID = "argon2id";
  private static final String KEY_FILE = "key_file";
  private static final String ENVIRONMENT = "environment";
  private static final String EXTERNAL = "external";
  private static final String PASSPHRASE = "passphrase";
  private static final String ENCODING = "encoding";
  private static final int MOST_KEY_BYTES = 1 << 16;

  private static final SortedMap<String, Set<String>> ARGUMENTS =
      new TreeMap<>(
          Map.of(
              ARGON2ID, Set.of(PASSPHRASE, "memory", "iterations", "parallelism"),
              KEY_FILE, Set.of("path", ENCODING),
              ENVIRONMENT, Set.of("variable", ENCODING),
              EXTERNAL, Set.of("command")));

  private final SortedMap<Name, Part> parts;
  private final EncryptionSettings.Surroundings surroundings;
  private final Map<Name, KeySource> known = new HashMap<>();
  private final List<Secret> secrets = new ArrayList<>();
  private final Set<Name> open = new HashSet<>();

  KeyProviders(SortedMap<Name, Part> parts, EncryptionSettings.Surroundings surroundings) {
    this.parts = parts;
    this.surroundings = surroundings;
  }

  /// Adds what is wrong with `part` as it stands.
  static void check(Part part, List<Diagnostic> found) {
    String type = part.name().type();
    Set<String> arguments = ARGUMENTS.get(type);
    if (arguments == null) {
      found.add(unknownType(type).at(part.range()));
      return;
    }
    part.arguments()
        .forEach((name, argument) -> {
          if (!arguments.contains(name)) {
            found.add(
                EncryptionSettings.error(
                        "Unsupported argument",
                        "The key provider "
                            + type
                            + " takes no argument \""
                            + name
                            + "\"."
                            + Suggestion.didYouMean(name, arguments))
                    .at(argument.range()));
          }
        });
    if (part.link() != null && !type.equals(ARGON2ID)) {
      found.add(
          EncryptionSettings.error(
                  "Unsupported argument",
                  "Only the key provider argon2id takes its passphrase from another one with"
                      + " `chain`.")
              .at(part.link().range()));
    }
    Argument passphrase = part.arguments().get(PASSPHRASE);
    if (passphrase != null
        && passphrase.value().plain() instanceof Expression.Literal
        && passphrase.range().file().contains(".tf.")) {
      found.add(
          Diagnostic.warning(
                  "encryption.literal",
                  "Passphrase in a file",
                  "The passphrase of "
                      + part.name()
                      + " is written in the configuration, where everybody reads it who reads the"
                      + " configuration. Give it by a variable (TF_VAR_...), or by"
                      + " GROMA_ENCRYPTION.")
              .at(part.declaration()));
    }
  }

  private static Diagnostic unknownType(String type) {
    String advice =
        switch (type) {
          case "pbkdf2" ->
              " Groma makes passphrases costly to guess by Argon2id: write argon2id instead, with"
                  + " the same passphrase and without the other arguments.";
          case "aws_kms", "gcp_kms", "azure_vault", "openbao" ->
              " To use a key management service, write external and name a program that asks it.";
          default -> Suggestion.didYouMean(type, ARGUMENTS.keySet());
        };
    return EncryptionSettings.error(
        "Unknown key provider",
        "There is no key provider \""
            + type
            + "\". There are "
            + String.join(", ", ARGUMENTS.keySet())
            + "."
            + advice);
  }

  /// The key provider that `link` names; nothing after an error, which is added to `found`.
  ///
  /// @param seals whether something is to be sealed with it
  Optional<KeySource> source(Link link, boolean seals, List<Diagnostic> found) {
    Part part = parts.get(link.name());
    if (part == null) {
      found.add(
          EncryptionSettings.error(
                  "Undefined key provider",
                  "There is no key provider \"key_provider." + link.name() + "\".")
              .at(link.range()));
      return Optional.empty();
    }
    int before = found.size();
    KeySource source = known.get(link.name());
    Optional<KeySource> made = source != null ? Optional.of(source) : make(part, found);
    made.ifPresent(one -> known.put(link.name(), one));
    if (made.isPresent() && seals && made.get().custodian() instanceof ExternalKeys program) {
      program.draw().ifPresent(why -> found.add(failed(part, why)));
    }
    boolean wrong = Diagnostic.hasErrors(found.subList(before, found.size()));
    return wrong ? Optional.empty() : made;
  }

  private static Diagnostic failed(Part part, String why) {
    return Diagnostic.error(
            "encryption.no-key",
            "The key cannot be had",
            "The key provider " + part.name() + " gives no key: " + why + ".")
        .at(part.declaration());
  }

  private Optional<KeySource> make(Part part, List<Diagnostic> found) {
    Arguments arguments = new Arguments(part, surroundings.early(), found);
    return switch (part.name().type()) {
      case ARGON2ID -> passphrase(part, arguments, found);
      case KEY_FILE -> keyFile(part, arguments, found).map(KeySource.Key::new);
      case ENVIRONMENT -> variable(part, arguments, found).map(KeySource.Key::new);
      default -> {
        List<String> command = arguments.requiredTexts("command");
        yield command.isEmpty()
            ? Optional.empty()
            : Optional.of(new KeySource.Key(new ExternalKeys(command, surroundings)));
      }
    };
  }

  private Optional<KeySource> passphrase(Part part, Arguments arguments, List<Diagnostic> found) {
    Cost least = Cost.LEAST;
    Cost most = Cost.MOST;
    Cost standard = Cost.STANDARD;
    Cost cost =
        new Cost(
            arguments.number("memory", standard.memory(), least.memory(), most.memory()),
            arguments.number("iterations", standard.passes(), least.passes(), most.passes()),
            arguments.number("parallelism", standard.lanes(), least.lanes(), most.lanes()));
    Link chain = part.link();
    if (chain != null && part.arguments().containsKey(PASSPHRASE)) {
      arguments.wrong(PASSPHRASE, "cannot be there together with `chain`. Give one of them.");
      return Optional.empty();
    }
    if (chain != null) {
      return chained(part, chain, cost, found);
    }
    return arguments
        .requiredText(PASSPHRASE)
        .map(text -> kept(Secret.ofText(text.toCharArray())))
        .filter(secret -> isLongEnough(secret, PASSPHRASE, arguments))
        .map(secret -> new KeySource.Passphrase(secret, cost));
  }

  private static boolean isLongEnough(Secret secret, String name, Arguments arguments) {
    boolean enough = secret.length() >= KeySource.LEAST_PASSPHRASE_BYTES;
    if (!enough) {
      arguments.wrong(
          name,
          "is too short: a passphrase has at least "
              + KeySource.LEAST_PASSPHRASE_BYTES
              + " characters. Several words that have nothing to do with each other are easy to"
              + " remember.");
    }
    return enough;
  }

  private Optional<KeySource> chained(Part part, Link chain, Cost cost, List<Diagnostic> found) {
    if (!open.add(part.name())) {
      found.add(
          EncryptionSettings.error(
                  "Cycle", "The key provider " + part.name() + " takes its passphrase from itself.")
              .at(chain.range()));
      return Optional.empty();
    }
    Optional<KeySource> first = source(chain, false, found);
    open.remove(part.name());
    if (first.isPresent() && first.get() instanceof KeySource.Passphrase) {
      found.add(
          EncryptionSettings.error(
                  "Unsuitable value",
                  "A passphrase comes from a key_file, environment or external key provider.")
              .at(chain.range()));
      return Optional.empty();
    }
    return first.map(key -> new KeySource.Passphrase(key.custodian(), cost));
  }

  private Optional<Custodian> keyFile(Part part, Arguments arguments, List<Diagnostic> found) {
    Optional<String> path = arguments.requiredText("path");
    if (path.isEmpty()) {
      return Optional.empty();
    }
    try {
      byte[] content;
      try (var in = Files.newInputStream(surroundings.directory().resolve(path.get()))) {
        content = in.readNBytes(MOST_KEY_BYTES);
      }
      return decoded(content, "path", arguments);
    } catch (IOException | InvalidPathException e) {
      found.add(
          failed(
              part,
              "the file "
                  + path.get()
                  + " cannot be read: "
                  + switch (e) {
                    case NoSuchFileException _ -> "it does not exist";
                    case AccessDeniedException _ -> "permission denied";
                    default -> String.valueOf(e.getMessage());
                  }));
      return Optional.empty();
    }
  }

  private Optional<Custodian> variable(Part part, Arguments arguments, List<Diagnostic> found) {
    Optional<String> name = arguments.requiredText("variable");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String text = surroundings.environment().get(name.get());
    if (text == null || text.isEmpty()) {
      found.add(failed(part, "the environment variable " + name.get() + " is not set"));
      return Optional.empty();
    }
    return decoded(text.getBytes(StandardCharsets.UTF_8), "variable", arguments);
  }

  /// What `content`, which is overwritten, stands for.
  private Optional<Custodian> decoded(byte[] content, String name, Arguments arguments) {
    String encoding = arguments.text(ENCODING).orElse("base64");
    byte[] bytes;
    try {
      bytes =
          switch (encoding) {
            case "raw" -> content.clone();
            case "hex" -> {
              char[] digits = new String(content, StandardCharsets.US_ASCII).strip().toCharArray();
              yield HexFormat.of().parseHex(digits, 0, digits.length);
            }
            case "base64" -> Base64.getMimeDecoder().decode(onlyBase64(content));
            default -> {
              arguments.wrong(ENCODING, "must be base64, hex or raw.");
              yield new byte[0];
            }
          };
    } catch (IllegalArgumentException _) {
      arguments.wrong(
          name,
          "names a key that is not written in "
              + encoding
              + ". Say with `encoding` whether it is base64 (the default), hex or raw.");
      return Optional.empty();
    } finally {
      Arrays.fill(content, (byte) 0);
    }
    Secret secret = kept(new Secret(bytes));
    if (bytes.length < KeySource.LEAST_KEY_BYTES) {
      if (bytes.length > 0) {
        arguments.wrong(
            name,
            "names a key of "
                + bytes.length
                + " bytes; it must have at least "
                + KeySource.LEAST_KEY_BYTES
                + ", better 32. `openssl rand -base64 32` makes one.");
      }
      return Optional.empty();
    }
    return Optional.of(secret);
  }

  /// `content`, of which nothing may be passed over silently.
  private static byte[] onlyBase64(byte[] content) {
    for (byte b : content) {
      boolean digit = (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9');
      if (!digit && b != '+' && b != '/' && b != '=' && b != '\n' && b != '\r' && b != ' ') {
        throw new IllegalArgumentException("not base64");
      }
    }
    return content;
  }

  private Secret kept(Secret secret) {
    secrets.add(secret);
    return secret;
  }

  @Override
  public void close() {
    secrets.forEach(Secret::close);
    known.values().stream()
        .map(KeySource::custodian)
        .filter(ExternalKeys.class::isInstance)
        .forEach(program -> ((ExternalKeys) program).close());
  }
}
