package dev.groma.state.crypto;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Where keys are derived from.
public sealed interface KeySource {
  /// The fewest bytes of a key.
  int LEAST_KEY_BYTES = 16;

  /// The fewest bytes of a passphrase.
  int LEAST_PASSPHRASE_BYTES = 16;

  /// Who has the bytes.
  Custodian custodian();

  /// Something that people can remember; made costly to guess by Argon2id (RFC 9106).
  ///
  /// @param custodian has at least [#LEAST_PASSPHRASE_BYTES] bytes
  /// @param cost what a guess costs, when something is sealed
  record Passphrase(Custodian custodian, Cost cost) implements KeySource {}

  /// Random bytes.
  ///
  /// @param custodian has at least [#LEAST_KEY_BYTES] bytes
  record Key(Custodian custodian) implements KeySource {}

  /// What a guess of a passphrase costs.
  ///
  /// @param memory in KiB
  /// @param passes over the memory
  /// @param lanes that can be worked on at once
  record Cost(int memory, int passes, int lanes) {
    /// The second recommended option of RFC 9106, section 4: 64 MiB, 3 passes, 4 lanes.
    public static final Cost STANDARD = new Cost(1 << 16, 3, 4);

    /// The least that may be configured: 19 MiB and 2 passes, the first of the settings that the
    /// OWASP Password Storage Cheat Sheet takes for the minimum.
    public static final Cost LEAST = new Cost(19 << 10, 2, 1);

    /// The most that may be configured and is paid: what an envelope asks for may have been written
    /// by anybody.
    public static final Cost MOST = new Cost(1 << 20, 100, 64);

    /// True when it can be paid.
    boolean isBearable() {
      return lanes >= 1
          && passes >= 1
          && memory >= 8 * lanes
          && lanes <= MOST.lanes
          && passes <= MOST.passes
          && memory <= MOST.memory;
    }
  }

  /// What keys are derived from when `secret` is what the custodian has.
  default byte[] base(Secret secret, Stretch stretch) {
    return switch (this) {
      case Key _ -> secret.bytes().clone();
      case Passphrase _ -> stretch.of(secret);
    };
  }

  /// How a passphrase was made costly to guess.
  ///
  /// @param cost what it costs
  /// @param salt chosen at random, so that guesses are worth nothing elsewhere; base64
  record Stretch(Cost cost, String salt) {
    /// What stands for it where a key is used as it is.
    static final Stretch NONE = new Stretch(Cost.STANDARD, Header.base64(new byte[Header.SALT]));

    byte[] of(Secret passphrase) {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(cost.memory())
              .withIterations(cost.passes())
              .withParallelism(cost.lanes())
              .withSalt(Header.bytes(salt))
              .build());
      byte[] base = new byte[32];
      generator.generateBytes(passphrase.bytes(), base);
      return base;
    }
  }

  /// The name in envelopes.
  default String word() {
    return switch (this) {
      case Passphrase _ -> "argon2id";
      case Key _ -> "key";
    };
  }
}
