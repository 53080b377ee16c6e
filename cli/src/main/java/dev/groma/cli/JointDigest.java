package dev.groma.cli;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import tools.jackson.databind.ObjectMapper;

/// One digest of several secrets, salted and slow to compute: who guesses has to guess all of them
/// at once. It tells that one of them is another, not which.
final class JointDigest {
  private static final int ROUNDS = 100_000;
  private static final int BITS = 256;

  /// How many names a message has.
  private static final int SHOWN = 10;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SortedMap<String, String> secrets = new TreeMap<>();

  /// Takes a secret in.
  void add(String name, String secret) {
    secrets.put(name, secret);
  }

  /// The digest in hexadecimal digits; empty without secrets.
  String of(byte[] salt) {
    if (secrets.isEmpty()) {
      return "";
    }
    char[] text = JSON.writeValueAsString(secrets).toCharArray();
    PBEKeySpec spec = new PBEKeySpec(text, salt, ROUNDS, BITS);
    try {
      return HexFormat.of()
          .formatHex(
              SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                  .generateSecret(spec)
                  .getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } finally {
      spec.clearPassword();
    }
  }

  /// The names for a message: `one` and the only name, or "one of ", `several` and the names.
  String oneOf(String one, String several) {
    List<String> names = List.copyOf(secrets.keySet());
    if (names.size() == 1) {
      return one + names.getFirst();
    }
    int shown = names.size() <= SHOWN + 1 ? names.size() : SHOWN;
    return "one of "
        + several
        + String.join(", ", names.subList(0, shown))
        + (shown < names.size() ? " and " + (names.size() - shown) + " more" : "");
  }
}
