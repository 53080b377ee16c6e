package dev.groma.engine.expr.function;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;

/// An RSA private key from a PEM text: PKCS #1 (`RSA PRIVATE KEY`) or PKCS #8 (`PRIVATE KEY`).
record RsaKey(PrivateKey key) {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+(.*?)-----END \\1-----", Pattern.DOTALL);

  /// Reads a key; refuses `argument` when there is none.
  static RsaKey parse(String pem, int argument) {
    Matcher matcher = PEM.matcher(pem);
    if (!matcher.find()) {
      throw new FunctionFailure(argument, "invalid private key: ssh: no key found");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
      KeySpec spec =
          switch (matcher.group(1)) {
            case "RSA PRIVATE KEY" -> new Der(der).rsaPrivateKey();
            case "PRIVATE KEY" -> new PKCS8EncodedKeySpec(der);
            default ->
                throw new FunctionFailure(
                    argument,
                    "invalid private key: unsupported key type " + Values.quote(matcher.group(1)));
          };
      return new RsaKey(KeyFactory.getInstance("RSA").generatePrivate(spec));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      throw new FunctionFailure(argument, "invalid private key: not an RSA private key");
    }
  }

  byte[] decrypt(byte[] encrypted) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
    cipher.init(Cipher.DECRYPT_MODE, key);
    return cipher.doFinal(encrypted);
  }

  /// Reads the sequence of integers that a PKCS #1 key is (RFC 8017, appendix A.1.2).
  private static final class Der {
    private final byte[] bytes;
    private int at;

    private Der(byte[] bytes) {
      this.bytes = bytes;
    }

    private RSAPrivateCrtKeySpec rsaPrivateKey() {
      header(0x30);
      integer();
      return new RSAPrivateCrtKeySpec(
          integer(), integer(), integer(), integer(), integer(), integer(), integer(), integer());
    }

    private BigInteger integer() {
      int length = header(0x02);
      at += length;
      return new BigInteger(bytes, at - length, length);
    }

    private int header(int tag) {
      if (next() != tag) {
        throw new IllegalArgumentException("unexpected tag");
      }
      int length = next();
      if (length >= 0x80) {
        int count = length & 0x7F;
        length = 0;
        for (int i = 0; i < count && count <= 3; i++) {
          length = length << 8 | next();
        }
      }
      if (length > bytes.length - at) {
        throw new IllegalArgumentException("truncated");
      }
      return length;
    }

    private int next() {
      if (at >= bytes.length) {
        throw new IllegalArgumentException("truncated");
      }
      return bytes[at++] & 0xFF;
    }
  }
}
