package dev.groma.engine.expr.function;

import static dev.groma.engine.expr.function.Values.text;

import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/// Hashes, random identifiers and decryption.
final class HashFunctions {
  private static final int DEFAULT_COST = 10;
  private static final int LEAST_COST = 4;
  private static final int GREATEST_COST = 31;
  private static final int LONGEST_PASSWORD = 72;
  private static final Map<String, String> NAMESPACES =
      Map.of(
          "dns", "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
          "url", "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
          "oid", "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
          "x500", "6ba7b814-9dad-11d1-80b4-00c04fd430c8");

  private HashFunctions() {}

  static List<Function> all() {
    return List.of(
        base64("base64sha256", "SHA-256"),
        base64("base64sha512", "SHA-512"),
        hex("md5", "MD5"),
        hex("sha1", "SHA-1"),
        hex("sha256", "SHA-256"),
        hex("sha512", "SHA-512"),
        fileBase64("filebase64sha256", "SHA-256"),
        fileBase64("filebase64sha512", "SHA-512"),
        fileHex("filemd5", "MD5"),
        fileHex("filesha1", "SHA-1"),
        fileHex("filesha256", "SHA-256"),
        fileHex("filesha512", "SHA-512"),
        bcrypt(),
        rsadecrypt(),
        uuid(),
        uuidv5());
  }

  private static Function hex(String name, String algorithm) {
    return onText(name, "The " + algorithm + " hash of a string in hexadecimal.")
        .does((a, _) -> Value.of(hex(digest(algorithm, bytes(a.getFirst())))));
  }

  private static Function base64(String name, String algorithm) {
    return onText(name, "The " + algorithm + " hash of a string in Base64.")
        .does((a, _) -> Value.of(base64(digest(algorithm, bytes(a.getFirst())))));
  }

  private static Function onText(String name, String doc) {
    return Function.of(name, Type.STRING).doc(doc).with("str", Type.STRING, "");
  }

  private static Function fileHex(String name, String algorithm) {
    return onFile(name, "The " + algorithm + " hash of the content of a file in hexadecimal.")
        .does((a, context) ->
            Value.of(hex(digest(algorithm, ModuleFiles.bytesToHash(a.getFirst(), context)))));
  }

  private static Function fileBase64(String name, String algorithm) {
    return onFile(name, "The " + algorithm + " hash of the content of a file in Base64.")
        .does((a, context) ->
            Value.of(base64(digest(algorithm, ModuleFiles.bytesToHash(a.getFirst(), context)))));
  }

  private static Function onFile(String name, String doc) {
    return Function.of(name, Type.STRING)
        .doc(doc)
        .with("path", Type.STRING, "The file, relative to the folder of the module.");
  }

  private static byte[] bytes(Value value) {
    return text(value).getBytes(StandardCharsets.UTF_8);
  }

  /// The SHA-256 of `bytes` in hexadecimal digits.
  static String sha256(byte[] bytes) {
    return hex(digest("SHA-256", bytes));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] digest(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Function bcrypt() {
    return onText(
            "bcrypt",
            "The bcrypt hash of a string, with a random salt: known only when applying, and"
                + " different each time.")
        .then("cost", Type.NUMBER, "The work factor, from 4 to 31; 10 when left out.")
        .does((a, context) -> {
          if (a.size() > 2) {
            throw new FunctionFailure("bcrypt() takes no more than two arguments");
          }
          int cost = a.size() > 1 ? Values.count(a.get(1), 1, "") : DEFAULT_COST;
          if (context.pure()) {
            return Value.unknown(Type.STRING);
          }
          if (cost > GREATEST_COST) {
            throw new FunctionFailure(
                "error occurred generating password: crypto/bcrypt: cost "
                    + cost
                    + " is outside allowed inclusive range 4..31");
          }
          byte[] password = bytes(a.getFirst());
          if (password.length > LONGEST_PASSWORD) {
            throw new FunctionFailure(
                "error occurred generating password: password length exceeds 72 bytes");
          }
          byte[] salt = new byte[16];
          context.random().nextBytes(salt);
          return Value.of(
              OpenBSDBCrypt.generate(
                  "2a", password, salt, cost < LEAST_COST ? DEFAULT_COST : cost));
        });
  }

  private static Function rsadecrypt() {
    return Function.of("rsadecrypt", Type.STRING)
        .doc("Decrypts a text that was encrypted with an RSA public key (PKCS #1 v1.5).")
        .with("ciphertext", Type.STRING, "The encrypted text in Base64.")
        .with("privatekey", Type.STRING, "The private key in PEM format, without a passphrase.")
        .does((a, _) -> {
          byte[] encrypted;
          try {
            encrypted = Base64.getDecoder().decode(text(a.get(0)).replaceAll("[\r\n]", ""));
          } catch (IllegalArgumentException _) {
            throw new FunctionFailure(
                0,
                "failed to decode input "
                    + Values.quote(text(a.get(0)))
                    + ": cipher text must be base64-encoded");
          }
          return decrypt(encrypted, RsaKey.parse(text(a.get(1)), 1));
        });
  }

  private static Value decrypt(byte[] encrypted, RsaKey key) {
    try {
      return Value.of(Encodings.utf8(key.decrypt(encrypted)));
    } catch (GeneralSecurityException _) {
      throw new FunctionFailure("failed to decrypt: crypto/rsa: decryption error");
    }
  }

  private static Function uuid() {
    return Function.of("uuid", Type.STRING)
        .doc("A random UUID: known only when applying, and different each time.")
        .does((_, context) -> {
          if (context.pure()) {
            return Value.unknown(Type.STRING);
          }
          byte[] bytes = new byte[16];
          context.random().nextBytes(bytes);
          return Value.of(uuid(bytes, 4));
        });
  }

  private static Function uuidv5() {
    return Function.of("uuidv5", Type.STRING)
        .doc("The UUID that a name has in a namespace.")
        .with("namespace", Type.STRING, "`dns`, `url`, `oid`, `x500` or a UUID.")
        .with("name", Type.STRING, "")
        .does((a, _) ->
            Value.of(uuid(digest("SHA-1", namespace(text(a.get(0))), bytes(a.get(1))), 5)));
  }

  private static byte[] namespace(String name) {
    String uuid = NAMESPACES.getOrDefault(name, name);
    if (uuid.length() != 36) {
      throw new FunctionFailure(
          "uuidv5() doesn't support namespace "
              + name
              + " (invalid UUID length: "
              + name.length()
              + ")");
    }
    try {
      UUID id = UUID.fromString(uuid);
      return ByteBuffer.allocate(16)
          .putLong(id.getMostSignificantBits())
          .putLong(id.getLeastSignificantBits())
          .array();
    } catch (IllegalArgumentException _) {
      throw new FunctionFailure(
          "uuidv5() doesn't support namespace " + name + " (invalid UUID format)");
    }
  }

  private static String uuid(byte[] bytes, int version) {
    bytes[6] = (byte) ((bytes[6] & 0x0F) | (version << 4));
    bytes[8] = (byte) ((bytes[8] & 0x3F) | 0x80);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong()).toString();
  }
}
