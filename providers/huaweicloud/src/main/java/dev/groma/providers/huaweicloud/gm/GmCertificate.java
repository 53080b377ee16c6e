package dev.groma.providers.huaweicloud.gm;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.ECPoint;

/// A certificate whose key is of SM2 and whose signature is SM3WithSM2.
///
/// @param certificate the certificate
/// @param point its public key
record GmCertificate(Certificate certificate, ECPoint point) {
  /// Extensions that are understood here or say nothing that matters.
  private static final Set<ASN1ObjectIdentifier> UNDERSTOOD =
      Set.of(
          Extension.keyUsage,
          Extension.basicConstraints,
          Extension.extendedKeyUsage,
          Extension.subjectAlternativeName,
          Extension.issuerAlternativeName,
          Extension.subjectKeyIdentifier,
          Extension.authorityKeyIdentifier,
          Extension.certificatePolicies,
          Extension.cRLDistributionPoints,
          Extension.authorityInfoAccess);

  /// The certificates in `text`, at least one.
  static List<GmCertificate> read(String field, String text) throws FaultException {
    List<GmCertificate> all = new ArrayList<>();
    for (Pem pem : Pem.read(field, text)) {
      if (pem.label().endsWith("PRIVATE KEY")) {
        throw new FaultException(
            "key-for-certificate",
            field,
            "\"%s\" holds a private key where a certificate belongs. Keep the key in its own argument, so that it stays secret."
                .formatted(field));
      }
      if (!pem.label().equals("CERTIFICATE")) {
        throw new FaultException(
            "not-a-certificate",
            field,
            "\"%s\" holds a block \"%s\" where a certificate belongs. Give a block \"CERTIFICATE\"."
                .formatted(field, pem.label()));
      }
      all.add(of(field, pem.content()));
    }
    return all;
  }

  private static GmCertificate of(String field, byte[] content) throws FaultException {
    Certificate certificate;
    try {
      certificate = Certificate.getInstance(content);
      certificate.getStartDate().getDate();
      certificate.getEndDate().getDate();
    } catch (IllegalArgumentException | IllegalStateException _) {
      throw new FaultException(
          "certificate-unreadable",
          field,
          "The certificate in \"%s\" cannot be read: the PEM block holds no X.509 certificate. Export it again."
              .formatted(field));
    }
    ECPoint point = point(field, certificate);
    ASN1ObjectIdentifier signature = certificate.getSignatureAlgorithm().getAlgorithm();
    if (!signature.equals(GMObjectIdentifiers.sm2sign_with_sm3)) {
      throw new FaultException(
          "wrong-signature-algorithm",
          field,
          "The certificate of %s in \"%s\" is signed by the algorithm %s. National cryptography needs SM3WithSM2: have it issued by a CA of national cryptography."
              .formatted(certificate.getSubject(), field, signature));
    }
    return new GmCertificate(certificate, point);
  }

  private static ECPoint point(String field, Certificate certificate) throws FaultException {
    SubjectPublicKeyInfo key = certificate.getSubjectPublicKeyInfo();
    String subject = certificate.getSubject().toString();
    if (!key.getAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      throw new FaultException(
          "certificate-not-ec",
          field,
          "The key of the certificate of %s in \"%s\" is no elliptic-curve key (its algorithm is %s). National cryptography needs SM2."
              .formatted(subject, field, key.getAlgorithm().getAlgorithm()));
    }
    if (!GMObjectIdentifiers.sm2p256v1.equals(key.getAlgorithm().getParameters())) {
      throw new FaultException(
          "certificate-wrong-curve",
          field,
          "The key of the certificate of %s in \"%s\" is on the curve %s. National cryptography needs SM2's sm2p256v1."
              .formatted(subject, field, key.getAlgorithm().getParameters()));
    }
    try {
      ECPoint point = Sm2.CURVE.getCurve().decodePoint(key.getPublicKeyData().getBytes());
      if (point.isInfinity()) {
        throw new IllegalArgumentException("infinity");
      }
      return point.normalize();
    } catch (IllegalArgumentException _) {
      throw new FaultException(
          "certificate-bad-point",
          field,
          "The key of the certificate of %s in \"%s\" is no point of the curve of SM2. The certificate is damaged or forged; have it issued again."
              .formatted(subject, field));
    }
  }

  String subject() {
    return certificate.getSubject().toString();
  }

  String issuer() {
    return certificate.getIssuer().toString();
  }

  Instant begin() {
    return certificate.getStartDate().getDate().toInstant();
  }

  Instant end() {
    return certificate.getEndDate().getDate().toInstant();
  }

  boolean isSelfIssued() {
    return certificate.getIssuer().equals(certificate.getSubject());
  }

  boolean isIssuedBy(GmCertificate other) {
    return certificate.getIssuer().equals(other.certificate.getSubject());
  }

  /// True when its signature is that of the owner of `other`.
  boolean isSignedBy(GmCertificate other) {
    try {
      return Sm2.verifies(
          other.point,
          certificate.getTBSCertificate().getEncoded(ASN1Encoding.DER),
          certificate.getSignature().getOctets());
    } catch (IOException | IllegalArgumentException | IllegalStateException _) {
      return false;
    }
  }

  boolean belongsTo(GmKey key) {
    return point.equals(key.point());
  }

  boolean sharesKeyWith(GmCertificate other) {
    return point.equals(other.point);
  }

  private Optional<Extensions> extensions() {
    return Optional.ofNullable(certificate.getTBSCertificate().getExtensions());
  }

  private Optional<BasicConstraints> constraints() {
    return extensions().map(BasicConstraints::fromExtensions);
  }

  private Optional<KeyUsage> usage() {
    return extensions().map(KeyUsage::fromExtensions);
  }

  boolean isAuthority() {
    return constraints().map(BasicConstraints::isCA).orElse(false);
  }

  /// How many further authorities may be below this one; a large number when it does not say.
  int depth() {
    return constraints()
        .map(BasicConstraints::getPathLenConstraint)
        .map(BigInteger::intValue)
        .orElse(Integer.MAX_VALUE);
  }

  /// True when it says what its key is for.
  boolean statesUsage() {
    return usage().isPresent();
  }

  /// True when its key may be used for one of `usages`, bits of [KeyUsage].
  boolean mayBeUsedFor(int usages) {
    return usage()
        .map(usage ->
            IntStream.range(0, Integer.SIZE)
                .map(bit -> 1 << bit)
                .anyMatch(bit -> (usages & bit) != 0 && usage.hasUsages(bit)))
        .orElse(false);
  }

  /// The critical extensions that nobody here understands, so that the certificate must not be
  /// used.
  List<String> strangeExtensions() {
    return extensions().stream()
        .flatMap(all -> Arrays.stream(all.getCriticalExtensionOIDs()))
        .filter(oid -> !UNDERSTOOD.contains(oid))
        .map(ASN1ObjectIdentifier::getId)
        .toList();
  }
}
