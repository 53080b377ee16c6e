package dev.groma.providers.huaweicloud.gm;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/// A private key of SM2.
///
/// @param number the secret number
record GmKey(BigInteger number) {
  /// Reads `EC PRIVATE KEY` (SEC 1, with or without a block `EC PARAMETERS` before it) and `PRIVATE
  /// KEY` (PKCS#8).
  static GmKey read(String field, String text) throws FaultException {
    List<Pem> blocks =
        Pem.read(field, text).stream().filter(b -> !b.label().equals("EC PARAMETERS")).toList();
    if (blocks.size() != 1) {
      throw new FaultException(
          "key-count",
          field,
          "\"%s\" must hold one private key; it holds %d PEM blocks besides parameters. Give the file of one key."
              .formatted(field, blocks.size()));
    }
    Pem pem = blocks.getFirst();
    refuseOthers(field, pem);
    try {
      ECPrivateKey key =
          pem.label().equals("PRIVATE KEY")
              ? ofInfo(field, PrivateKeyInfo.getInstance(pem.content()))
              : sec1(field, ECPrivateKey.getInstance(pem.content()), null);
      BigInteger number = key.getKey();
      if (number.signum() <= 0 || number.compareTo(Sm2.CURVE.getN()) >= 0) {
        throw new FaultException(
            "key-out-of-range",
            field,
            "The private key in \"%s\" is not a number that SM2 allows. Make a new key."
                .formatted(field));
      }
      return new GmKey(number);
    } catch (IllegalArgumentException | IllegalStateException | IOException _) {
      throw new FaultException(
          "key-unreadable",
          field,
          "The private key in \"%s\" cannot be read: the PEM block holds no EC private key. Export the key again, as PKCS#8 or SEC 1."
              .formatted(field));
    }
  }

  private static void refuseOthers(String field, Pem pem) throws FaultException {
    switch (pem.label()) {
      case "EC PRIVATE KEY", "PRIVATE KEY" -> {
        if (pem.headers().contains("ENCRYPTED")) {
          throw encrypted(field);
        }
      }
      case "ENCRYPTED PRIVATE KEY" -> throw encrypted(field);
      case "CERTIFICATE" ->
          throw new FaultException(
              "certificate-for-key",
              field,
              "\"%s\" holds a certificate where the private key belongs. Give the key file."
                  .formatted(field));
      case "PUBLIC KEY" ->
          throw new FaultException(
              "public-key",
              field,
              "\"%s\" holds a public key. The gateway needs the private one.".formatted(field));
      default ->
          throw new FaultException(
              "wrong-key-kind",
              field,
              "\"%s\" holds a block \"%s\", which is no SM2 private key. Give a key of the kind \"EC PRIVATE KEY\" or \"PRIVATE KEY\" on the curve sm2p256v1."
                  .formatted(field, pem.label()));
    }
  }

  private static FaultException encrypted(String field) {
    return new FaultException(
        "key-encrypted",
        field,
        "The private key in \"%s\" is encrypted with a passphrase, which the cloud cannot be given. Decrypt it first, for instance with \"openssl pkey\"."
            .formatted(field));
  }

  private static ECPrivateKey ofInfo(String field, PrivateKeyInfo info)
      throws FaultException, IOException {
    ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
    if (!algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      throw new FaultException(
          "key-not-ec",
          field,
          "The private key in \"%s\" is no elliptic-curve key (its algorithm is %s). National cryptography needs an SM2 key."
              .formatted(field, algorithm));
    }
    return sec1(
        field,
        ECPrivateKey.getInstance(info.parsePrivateKey()),
        info.getPrivateKeyAlgorithm().getParameters());
  }

  private static ECPrivateKey sec1(String field, ECPrivateKey key, @Nullable ASN1Encodable outer)
      throws FaultException {
    ASN1Encodable parameters = outer == null ? key.getParametersObject() : outer;
    if (parameters != null && !GMObjectIdentifiers.sm2p256v1.equals(parameters)) {
      throw new FaultException(
          "key-wrong-curve",
          field,
          "The private key in \"%s\" is on another curve (%s) than SM2's sm2p256v1. Make a key with \"openssl ecparam -name SM2 -genkey\"."
              .formatted(field, parameters));
    }
    return key;
  }

  /// The public point that belongs to it.
  ECPoint point() {
    return Sm2.CURVE.getG().multiply(number).normalize();
  }

  /// Nothing: it is secret.
  @Override
  public String toString() {
    return "an SM2 private key";
  }
}
