package dev.groma.state.crypto;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Where keys are derived from.
public sealed interface KeySource {
  /// The fewest bytes of a key.
  int LEAST_KEY_BYTES = 16;

  /// The fewest bytes of a passphrase.
  int LEAST_PASSPHRASE_BYTES = 16;

  /// Something that people can remember; made costly to guess by Argon2id (RFC 9106).
  ///
  /// @param text at least [#LEAST_PASSPHRASE_BYTES] bytes
  /// @param cost what a guess costs, when something is sealed
  record Passphrase(Secret text, Cost cost) implements KeySource {}

  /// Random bytes.
  ///
  /// @param key at least [#LEAST_KEY_BYTES] bytes
  record Key(Secret key) implements KeySource {}

  /// What a guess of a passphrase costs.
  ///
  /// @param memory in KiB
  /// @param passes over the memory
  /// @param lanes that can be worked on at once
  record Cost(int memory, int passes, int lanes) {
    /// The second recommended option of RFC 9106, section 4: 64 MiB, 3 passes, 4 lanes.
    public static final Cost STANDARD = new Cost(1 << 16, 3, 4);

    private static final Cost MOST = new Cost(1 << 22, 100, 64);

    /// True when it can be paid: what an envelope asks for may have been written by anybody.
    boolean isBearable() {
      return lanes >= 1
          && passes >= 1
          && memory >= 8 * lanes
          && lanes <= MOST.lanes
          && passes <= MOST.passes
          && memory <= MOST.memory;
    }
  }

  /// The bytes that keys are derived from.
  ///
  /// @param cost what the envelope says; not used by a key
  default byte[] base(byte[] salt, Cost cost) {
    return switch (this) {
      case Key k -> k.key.bytes().clone();
      case Passphrase p -> {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
            new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memory())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        byte[] base = new byte[32];
        generator.generateBytes(p.text.bytes(), base);
        yield base;
      }
    };
  }

  /// The name in envelopes.
  default String word() {
    return switch (this) {
      case Passphrase _ -> "argon2id";
      case Key _ -> "key";
    };
  }
}
