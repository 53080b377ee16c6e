package dev.groma.state.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/// A cipher with authentication and the hash that its keys are derived with.
public enum Suite {
  /// AES-256 in Galois/Counter Mode (NIST SP 800-38D), keys by HKDF with SHA-256 (RFC 5869).
  AES_GCM("aes_gcm", 32) {
    @Override
    Digest digest() {
      return SHA256Digest.newInstance();
    }

    @Override
    byte[] seal(byte[] key, byte[] nonce, byte[] bound, byte[] plain) {
      try {
        return aes(Cipher.ENCRYPT_MODE, key, nonce, bound).doFinal(plain);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has AES/GCM", e);
      }
    }

    @Override
    Optional<byte[]> open(byte[] key, byte[] nonce, byte[] bound, byte[] sealed) {
      try {
        return Optional.of(aes(Cipher.DECRYPT_MODE, key, nonce, bound).doFinal(sealed));
      } catch (AEADBadTagException _) {
        return Optional.empty();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has AES/GCM", e);
      }
    }
  },

  /// SM4 (GB/T 32907) in Galois/Counter Mode (RFC 8998), keys by HKDF with SM3 (GB/T 32905).
  SM4_GCM("sm4_gcm", 16) {
    @Override
    Digest digest() {
      return new SM3Digest();
    }

    @Override
    byte[] seal(byte[] key, byte[] nonce, byte[] bound, byte[] plain) {
      try {
        return sm4(true, key, nonce, bound, plain);
      } catch (InvalidCipherTextException e) {
        throw new IllegalStateException("sealing does not check anything", e);
      }
    }

    @Override
    Optional<byte[]> open(byte[] key, byte[] nonce, byte[] bound, byte[] sealed) {
      try {
        return Optional.of(sm4(false, key, nonce, bound, sealed));
      } catch (InvalidCipherTextException _) {
        return Optional.empty();
      }
    }
  };

  /// The bytes of a nonce.
  static final int NONCE = 12;

  private static final int TAG_BITS = 128;

  private final String word;
  private final int keyBytes;

  Suite(String word, int keyBytes) {
    this.word = word;
    this.keyBytes = keyBytes;
  }

  /// The name in configurations and envelopes.
  public String word() {
    return word;
  }

  /// The suite with this name.
  public static Optional<Suite> find(String word) {
    return Arrays.stream(values()).filter(suite -> suite.word.equals(word)).findFirst();
  }

  abstract Digest digest();

  /// `plain` encrypted, with its tag; `bound` is authenticated and not part of it.
  abstract byte[] seal(byte[] key, byte[] nonce, byte[] bound, byte[] plain);

  /// What was sealed; nothing when it was sealed with another key, bound to something else, or
  /// changed since.
  abstract Optional<byte[]> open(byte[] key, byte[] nonce, byte[] bound, byte[] sealed);

  /// How many bytes a key has.
  int keyBytes() {
    return keyBytes;
  }

  /// `length` bytes for `use`, derived from `base`.
  byte[] expand(byte[] base, byte[] salt, String use, int length) {
    HKDFBytesGenerator generator = new HKDFBytesGenerator(digest());
    byte[] info = ("groma " + word + " " + use).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    generator.init(new HKDFParameters(base, salt, info));
    byte[] key = new byte[length];
    generator.generateBytes(key, 0, length);
    return key;
  }

  /// The first `length` bytes of a keyed digest of `first` and `second`.
  byte[] digest(byte[] key, byte[] first, byte[] second, int length) {
    HMac mac = new HMac(digest());
    mac.init(new KeyParameter(key));
    mac.update(first, 0, first.length);
    mac.update((byte) 0);
    mac.update(second, 0, second.length);
    byte[] whole = new byte[mac.getMacSize()];
    mac.doFinal(whole, 0);
    return Arrays.copyOf(whole, length);
  }

  private static Cipher aes(int mode, byte[] key, byte[] nonce, byte[] bound)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(bound);
    return cipher;
  }

  private static byte[] sm4(boolean seal, byte[] key, byte[] nonce, byte[] bound, byte[] input)
      throws InvalidCipherTextException {
    GCMModeCipher cipher = GCMBlockCipher.newInstance(new SM4Engine());
    cipher.init(seal, new AEADParameters(new KeyParameter(key), TAG_BITS, nonce, bound));
    byte[] output = new byte[cipher.getOutputSize(input.length)];
    int written = cipher.processBytes(input, 0, input.length, output, 0);
    cipher.doFinal(output, written);
    return output;
  }
}
