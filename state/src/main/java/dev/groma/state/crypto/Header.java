package dev.groma.state.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What is said in clear about something encrypted: with what, and how its key is derived.
///
/// As a text it is a line of words, `aes_gcm argon2id m=65536,t=3,p=4 SALT CHECK`; it is
/// authenticated with what it stands before.
///
/// @param key `argon2id` or `key`
/// @param salt for the derivation of keys, chosen at random; base64
/// @param check tells a wrong key from damage: derived from the key like the others, and of no use
///   to find it; base64
record Header(Suite suite, String key, KeySource.Cost cost, String salt, String check) {
  static final int SALT = 16;
  static final int CHECK = 8;

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  byte[] saltBytes() {
    return Base64.getDecoder().decode(salt);
  }

  String text() {
    return "%s %s m=%d,t=%d,p=%d %s %s"
        .formatted(suite.word(), key, cost.memory(), cost.passes(), cost.lanes(), salt, check);
  }

  byte[] bytes() {
    return text().getBytes(StandardCharsets.US_ASCII);
  }

  /// The header with this text; nothing when it is none, or asks for more than can be borne.
  static Optional<Header> parse(String text) {
    String[] words = text.split(" ", -1);
    if (words.length != 5) {
      return Optional.empty();
    }
    Optional<Suite> suite = Suite.find(words[0]);
    try {
      Map<String, Integer> numbers = new HashMap<>();
      for (String part : words[2].split(",", -1)) {
        String[] pair = part.split("=", 2);
        numbers.put(pair[0], pair.length < 2 ? -1 : Integer.parseInt(pair[1]));
      }
      KeySource.Cost cost =
          new KeySource.Cost(
              numbers.getOrDefault("m", -1),
              numbers.getOrDefault("t", -1),
              numbers.getOrDefault("p", -1));
      byte[] salt = Base64.getDecoder().decode(words[3]);
      byte[] check = Base64.getDecoder().decode(words[4]);
      return suite.isPresent() && cost.isBearable() && salt.length == SALT && check.length == CHECK
          ? Optional.of(new Header(suite.get(), words[1], cost, words[3], words[4]))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
