package dev.groma.cli;

import dev.groma.schemas.schema.Block;
import dev.groma.schemas.value.Value;
import dev.groma.state.format.StateWriter;
import dev.groma.state.json.JsonText;
import dev.groma.state.json.MismatchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/// What `groma init` records of the backend of a directory, in `.terraform/terraform.tfstate`,
/// where and as Terraform does, but for this:
///
/// 1. No sensitive argument is stored.
/// 2. The member `groma_secrets` names those that were given, each with a salted digest that is
///    slow to compute, so that a change is noticed, and whether the block has the value or only
///    `init` was given it, so that it must be given again.
///
/// @param type the kind of backend
/// @param arguments its arguments as JSON, null for what is not set
/// @param hash the [BackendHash] of the block
/// @param secrets the sensitive arguments that were given
record BackendRecord(
    String type, JsonText arguments, long hash, SortedMap<String, Secret> secrets) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRETS = "groma_secrets";
  private static final int VERSION = 3;
  private static final int ROUNDS = 50_000;
  private static final int SALT = 16;
  private static final int DIGEST_BITS = 256;

  /// What is kept of a sensitive argument.
  ///
  /// @param inBlock whether the block has it
  /// @param digest of its value, behind the salt
  record Secret(boolean inBlock, String digest) {}

  /// Copies the map.
  BackendRecord {
    secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
  }

  /// The record in `file`; nothing when none was made.
  ///
  /// @throws IOException when the file cannot be read or is no such record
  static Optional<BackendRecord> load(Path file) throws IOException {
    try {
      JsonNode root = JSON.readTree(Files.readString(file));
      JsonNode backend = root.path("backend");
      if (root.path("version").asInt(0) != VERSION) {
        throw new IOException("it is no record of a backend");
      }
      String type = backend.path("type").asString("");
      if (type.isEmpty()) {
        return Optional.empty();
      }
      SortedMap<String, Secret> secrets = new TreeMap<>();
      for (Map.Entry<String, JsonNode> entry : backend.path(SECRETS).properties()) {
        JsonNode secret = entry.getValue();
        secrets.put(
            entry.getKey(),
            new Secret(
                secret.path("in_block").asBoolean(false), secret.path("digest").asString("")));
      }
      return Optional.of(
          new BackendRecord(
              type,
              new JsonText(backend.path("config").toString()),
              backend.path("hash").asLong(0),
              secrets));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (JacksonException _) {
      throw new IOException("it is no JSON");
    }
  }

  /// A record of `arguments`.
  ///
  /// @param ofBlock the arguments that the block itself has
  static BackendRecord of(String type, Value.Obj arguments, Value.Obj ofBlock, Block schema) {
    SortedMap<String, Secret> secrets = new TreeMap<>();
    SortedMap<String, Value> stored = new TreeMap<>(arguments.attributes());
    schema
        .attributes()
        .forEach((name, attribute) -> {
          Value value = arguments.require(name);
          if (attribute.sensitive() && !value.isNull()) {
            stored.put(name, Value.nullOf(attribute.type()));
            boolean inBlock = value.equals(ofBlock.require(name));
            secrets.put(name, new Secret(inBlock, digest(value, salt())));
          }
        });
    return new BackendRecord(
        type,
        JsonText.encode(Value.object(stored), schema.impliedType()),
        BackendHash.of(type, ofBlock, schema),
        secrets);
  }

  /// The arguments as `schema` describes them, without the sensitive ones. A directory that was
  /// initialised by Terraform may have stored these, too; they are as good as any.
  ///
  /// @throws IOException when they are not what the backend takes
  Value.Obj arguments(Block schema) throws IOException {
    try {
      if (arguments.decode(schema.impliedType()) instanceof Value.Obj object) {
        return object;
      }
      throw new IOException("it holds no arguments");
    } catch (MismatchException _) {
      throw new IOException("it does not hold arguments of the backend \"" + type + "\"");
    }
  }

  /// True when the sensitive argument `name` had the value `now` in the block, or was not in it
  /// where that is null.
  boolean hadInBlock(String name, Value now) {
    Secret then = secrets.get(name);
    return (then == null || !then.inBlock) ? now.isNull() : isSame(then, now);
  }

  /// True when the sensitive argument `name` had the value `now`, wherever it came from.
  boolean had(String name, Value now) {
    Secret then = secrets.get(name);
    return then == null ? now.isNull() : isSame(then, now);
  }

  private static boolean isSame(Secret then, Value now) {
    if (now.isNull() || then.digest.length() < 2 * SALT) {
      return false;
    }
    byte[] salt = HexFormat.of().parseHex(then.digest.substring(0, 2 * SALT));
    return MessageDigest.isEqual(
        then.digest.getBytes(StandardCharsets.US_ASCII),
        digest(now, salt).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] salt() {
    byte[] salt = new byte[SALT];
    new SecureRandom().nextBytes(salt);
    return salt;
  }

  private static String digest(Value value, byte[] salt) {
    try {
      PBEKeySpec spec =
          new PBEKeySpec(
              JsonText.encode(value, value.type()).text().toCharArray(), salt, ROUNDS, DIGEST_BITS);
      byte[] digest =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      return HexFormat.of().formatHex(salt) + HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has PBKDF2", e);
    }
  }

  /// Writes this into `file`, whole or not at all.
  void save(Path file) throws IOException {
    ObjectNode backend = JSON.createObjectNode();
    backend.put("type", type);
    backend.set("config", JSON.readTree(arguments.text()));
    backend.put("hash", hash);
    if (!secrets.isEmpty()) {
      ObjectNode names = backend.putObject(SECRETS);
      secrets.forEach((name, secret) ->
          names.putObject(name).put("in_block", secret.inBlock).put("digest", secret.digest));
    }
    ObjectNode root = root();
    root.set("backend", backend);
    write(file, root);
  }

  /// Records in `file` that there is no backend.
  static void forget(Path file) throws IOException {
    write(file, root());
  }

  private static ObjectNode root() {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", VERSION);
    root.put("terraform_version", StateWriter.TERRAFORM_VERSION);
    return root;
  }

  private static void write(Path file, ObjectNode root) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    WholeFile.write(file, (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
