package dev.groma.state.crypto;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Keys and encryptions of tests.
public final class Keys {
  private Keys() {}

  /// A method whose key is `text`.
  public static Method key(Suite suite, String text) {
    return new Method(
        "key", suite, new KeySource.Key(new Secret(text.getBytes(StandardCharsets.UTF_8))));
  }

  /// A method whose key is derived from a passphrase, cheaply.
  public static Method passphrase(Suite suite, String text) {
    return new Method(
        "passphrase",
        suite,
        new KeySource.Passphrase(Secret.ofText(text.toCharArray()), new KeySource.Cost(64, 1, 1)));
  }

  /// Seals by `method`, opens by the fallbacks, and reads nothing that is not encrypted.
  public static Encryption of(
      Method method, Encryption.Granularity granularity, Method... fallbacks) {
    return new Encryption(method, granularity, List.of(fallbacks), false, random());
  }

  /// As that, and reads what is not encrypted.
  public static Encryption migrating(Method method, Encryption.Granularity granularity) {
    return new Encryption(method, granularity, List.of(), true, random());
  }

  private static RandomGenerator random() {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(System.nanoTime());
  }
}
