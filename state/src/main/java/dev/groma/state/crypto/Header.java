package dev.groma.state.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What is said in clear about something encrypted: with what, how its key is derived, and which
/// workspace it belongs to.
///
/// As a text it is a line of words, `aes_gcm argon2id m=65536,t=3,p=4 STRETCH TICKET SALT CHECK
/// WORKSPACE`, with `-` for what there is none of; it is authenticated with what it stands before.
///
/// @param key `argon2id` or `key`
/// @param stretch how a passphrase was made costly to guess; without meaning for a key
/// @param ticket by which the custodian gives the secret again
/// @param salt for the derivation of keys, chosen at random; base64
/// @param check tells a wrong key from damage: derived from the key like the others, and of no use
///   to find it; base64
/// @param workspace the workspace; empty when that is not said
record Header(
    Suite suite,
    String key,
    KeySource.Stretch stretch,
    String ticket,
    String salt,
    String check,
    String workspace) {
  static final int SALT = 16;
  static final int CHECK = 8;

  private static final String NONE = "-";
  private static final int TICKET = 1 << 16;

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static byte[] bytes(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  byte[] saltBytes() {
    return bytes(salt);
  }

  Header withCheck(String other) {
    return new Header(suite, key, stretch, ticket, salt, other, workspace);
  }

  String text() {
    KeySource.Cost cost = stretch.cost();
    return "%s %s m=%d,t=%d,p=%d %s %s %s %s %s"
        .formatted(
            suite.word(),
            key,
            cost.memory(),
            cost.passes(),
            cost.lanes(),
            stretch.salt(),
            ticket.isEmpty() ? NONE : ticket,
            salt,
            check,
            workspace.isEmpty() ? NONE : workspace);
  }

  byte[] bytes() {
    return text().getBytes(StandardCharsets.UTF_8);
  }

  /// The header with this text; nothing when it is none, or asks for more than can be borne.
  static Optional<Header> parse(String text) {
    String[] words = text.split(" ", -1);
    if (words.length != 8 || words[4].length() > TICKET) {
      return Optional.empty();
    }
    Optional<Suite> suite = Suite.find(words[0]);
    try {
      KeySource.Cost cost = cost(words[2]);
      boolean sound =
          suite.isPresent()
              && cost.isBearable()
              && bytes(words[3]).length == SALT
              && bytes(words[5]).length == SALT
              && bytes(words[6]).length == CHECK;
      return sound
          ? Optional.of(
              new Header(
                  suite.get(),
                  words[1],
                  new KeySource.Stretch(cost, words[3]),
                  words[4].equals(NONE) ? Custodian.NO_TICKET : words[4],
                  words[5],
                  words[6],
                  words[7].equals(NONE) ? "" : words[7]))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static KeySource.Cost cost(String word) {
    Map<String, Integer> numbers = new HashMap<>();
    for (String part : word.split(",", -1)) {
      String[] pair = part.split("=", 2);
      numbers.put(pair[0], pair.length < 2 ? -1 : Integer.parseInt(pair[1]));
    }
    return new KeySource.Cost(
        numbers.getOrDefault("m", -1),
        numbers.getOrDefault("t", -1),
        numbers.getOrDefault("p", -1));
  }
}
