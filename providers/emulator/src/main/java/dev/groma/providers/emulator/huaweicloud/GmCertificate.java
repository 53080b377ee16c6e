package dev.groma.providers.emulator.huaweicloud;

import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.invalidIf;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.math.ec.ECPoint;

/// A certificate with an SM2 key, signed by SM3WithSM2 (GB/T 32918).
record GmCertificate(Certificate certificate) {
  static final String ALGORITHM = "SM3WITHSM2";
  private static final X9ECParameters CURVE = GMNamedCurves.getByName("sm2p256v1");
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN (?<type>[A-Z0-9 ]+)-----(?<body>[A-Za-z0-9+/=\\s]*)-----END \\k<type>-----");

  /// The certificates in a text, of which there must be one at least.
  static List<GmCertificate> read(String field, String pem) {
    var found = new ArrayList<GmCertificate>();
    Matcher blocks = BLOCK.matcher(pem);
    while (blocks.find()) {
      invalidIf(
          !blocks.group("type").equals("CERTIFICATE"),
          "%s has a %s in it".formatted(field, blocks.group("type")));
      found.add(certificate(field, blocks.group("body")));
    }
    invalidIf(found.isEmpty(), "%s is not a certificate in PEM".formatted(field));
    return found;
  }

  private static GmCertificate certificate(String field, String body) {
    Certificate certificate;
    try {
      certificate = Certificate.getInstance(Base64.getMimeDecoder().decode(body));
      Extensions extensions = certificate.getTBSCertificate().getExtensions();
      if (extensions != null) {
        BasicConstraints.fromExtensions(extensions);
        KeyUsage.fromExtensions(extensions);
      }
    } catch (RuntimeException _) {
      throw HuaweiErrors.invalid("%s is not a certificate in PEM".formatted(field));
    }
    invalidIf(
        !certificate
                .getSignatureAlgorithm()
                .getAlgorithm()
                .equals(GMObjectIdentifiers.sm2sign_with_sm3)
            || !isSm2(certificate.getSubjectPublicKeyInfo()),
        "%s must have an SM2 key and a signature by SM3WithSM2".formatted(field));
    return new GmCertificate(certificate);
  }

  private static boolean isSm2(SubjectPublicKeyInfo key) {
    ASN1Encodable curve = key.getAlgorithm().getParameters();
    try {
      CURVE.getCurve().decodePoint(key.getPublicKeyData().getBytes());
    } catch (IllegalArgumentException _) {
      return false;
    }
    return key.getAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
        && GMObjectIdentifiers.sm2p256v1.equals(curve);
  }

  /// The number of a private key on the curve SM2: `EC PRIVATE KEY` (SEC 1) or `PRIVATE KEY` (PKCS
  /// 8).
  static BigInteger readKey(String field, String pem) {
    Matcher blocks = BLOCK.matcher(pem);
    while (blocks.find()) {
      byte[] der = decoded(field, blocks.group("body"));
      switch (blocks.group("type")) {
        case "EC PRIVATE KEY" -> {
          return number(field, der, false);
        }
        case "PRIVATE KEY" -> {
          return number(field, der, true);
        }
        case "EC PARAMETERS" -> {}
        default -> throw notKey(field);
      }
    }
    throw notKey(field);
  }

  private static byte[] decoded(String field, String body) {
    try {
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException _) {
      throw notKey(field);
    }
  }

  private static BigInteger number(String field, byte[] der, boolean wrapped) {
    try {
      ECPrivateKey key =
          wrapped
              ? ECPrivateKey.getInstance(PrivateKeyInfo.getInstance(der).parsePrivateKey())
              : ECPrivateKey.getInstance(der);
      ASN1Encodable curve =
          wrapped
              ? PrivateKeyInfo.getInstance(der).getPrivateKeyAlgorithm().getParameters()
              : key.getParametersObject();
      invalidIf(
          curve != null && !GMObjectIdentifiers.sm2p256v1.equals(curve),
          "%s must be an SM2 key".formatted(field));
      return key.getKey();
    } catch (IOException | IllegalArgumentException | ClassCastException _) {
      throw notKey(field);
    }
  }

  private static RuntimeException notKey(String field) {
    return HuaweiErrors.invalid("%s is not an unencrypted private key in PEM".formatted(field));
  }

  // ---- what it says ----

  String issuer() {
    return certificate.getIssuer().toString();
  }

  String subject() {
    return certificate.getSubject().toString();
  }

  String serialNumber() {
    return certificate.getSerialNumber().getValue().toString();
  }

  Instant begin() {
    return certificate.getStartDate().getDate().toInstant();
  }

  Instant end() {
    return certificate.getEndDate().getDate().toInstant();
  }

  boolean isAuthority() {
    Extensions extensions = certificate.getTBSCertificate().getExtensions();
    BasicConstraints constraints =
        extensions == null ? null : BasicConstraints.fromExtensions(extensions);
    return constraints != null && constraints.isCA();
  }

  /// Whether it may be used for one of these at least, or does not say what it may be used for.
  boolean mayBeUsedFor(int usages) {
    Extensions extensions = certificate.getTBSCertificate().getExtensions();
    KeyUsage usage = extensions == null ? null : KeyUsage.fromExtensions(extensions);
    return usage == null || (bits(usage) & usages) != 0;
  }

  private static int bits(KeyUsage usage) {
    byte[] bytes = usage.getBytes();
    return (bytes.length > 0 ? bytes[0] & 0xff : 0)
        | (bytes.length > 1 ? (bytes[1] & 0xff) << 8 : 0);
  }

  // ---- what fits it ----

  private ECPoint point() {
    return CURVE
        .getCurve()
        .decodePoint(certificate.getSubjectPublicKeyInfo().getPublicKeyData().getBytes());
  }

  boolean belongsTo(BigInteger privateKey) {
    return privateKey.signum() > 0
        && privateKey.compareTo(CURVE.getN()) < 0
        && CURVE.getG().multiply(privateKey).equals(point());
  }

  boolean isSignedBy(GmCertificate authority) {
    try {
      byte[] signed = certificate.getTBSCertificate().getEncoded(ASN1Encoding.DER);
      var signer = new SM2Signer();
      signer.init(
          false, new ECPublicKeyParameters(authority.point(), new ECDomainParameters(CURVE)));
      signer.update(signed, 0, signed.length);
      return signer.verifySignature(certificate.getSignature().getOctets());
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
