package dev.groma.providers.emulator;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.SM2Signer;

/// A certificate authority of national cryptography, for tests: it signs what it is told to, right
/// or wrong.
///
/// @param name its own
/// @param key its private key, on the curve SM2
record GmAuthority(String name, BigInteger key) {
  private static final X9ECParameters SM2 = GMNamedCurves.getByName("sm2p256v1");
  private static final X9ECParameters P256 = SECNamedCurves.getByName("secp256r1");
  private static final SecureRandom RANDOM = new SecureRandom();

  static GmAuthority named(String name) {
    return new GmAuthority(name, newKey());
  }

  static BigInteger newKey() {
    return new BigInteger(255, RANDOM).add(BigInteger.ONE);
  }

  /// What a certificate is to say.
  ///
  /// @param usage the bits of [KeyUsage]; empty for a certificate without them
  record Wish(
      String subject,
      BigInteger key,
      boolean authority,
      Optional<Integer> usage,
      Instant begin,
      Instant end,
      boolean sm2,
      ASN1ObjectIdentifier algorithm) {
    static final Instant BEGIN = Instant.parse("2025-01-01T00:00:00Z");
    static final Instant END = Instant.parse("2035-06-30T12:00:00Z");

    static Wish of(String subject, BigInteger key, boolean authority, int usage) {
      return new Wish(
          subject,
          key,
          authority,
          Optional.of(usage),
          BEGIN,
          END,
          true,
          GMObjectIdentifiers.sm2sign_with_sm3);
    }

    static Wish signing(BigInteger key) {
      return of("C=CN,O=huawei,CN=sign", key, false, KeyUsage.digitalSignature);
    }

    static Wish encryption(BigInteger key) {
      return of(
          "C=CN,O=huawei,CN=enc", key, false, KeyUsage.keyEncipherment | KeyUsage.keyAgreement);
    }

    Wish valid(Instant from, Instant until) {
      return new Wish(subject, key, authority, usage, from, until, sm2, algorithm);
    }

    Wish unlimited() {
      return new Wish(subject, key, authority, Optional.empty(), begin, end, sm2, algorithm);
    }

    Wish onP256() {
      return new Wish(subject, key, authority, usage, begin, end, false, algorithm);
    }

    Wish signedBy(ASN1ObjectIdentifier other) {
      return new Wish(subject, key, authority, usage, begin, end, sm2, other);
    }
  }

  /// Its own certificate in PEM.
  String certificate() {
    return issue(own());
  }

  Wish own() {
    return Wish.of(name, key, true, KeyUsage.keyCertSign | KeyUsage.cRLSign);
  }

  /// A certificate in PEM.
  String issue(Wish wish) {
    return pem("CERTIFICATE", signed(tbs(wish), wish.algorithm()));
  }

  private TBSCertificate tbs(Wish wish) {
    try {
      var extensions = new ExtensionsGenerator();
      extensions.addExtension(
          Extension.basicConstraints, true, new BasicConstraints(wish.authority()));
      if (wish.usage().isPresent()) {
        extensions.addExtension(Extension.keyUsage, true, new KeyUsage(wish.usage().get()));
      }
      var generator = new V3TBSCertificateGenerator();
      generator.setSerialNumber(new ASN1Integer(new BigInteger("16548506527294397241")));
      generator.setSignature(new AlgorithmIdentifier(wish.algorithm()));
      generator.setIssuer(new X500Name(name));
      generator.setStartDate(new Time(Date.from(wish.begin())));
      generator.setEndDate(new Time(Date.from(wish.end())));
      generator.setSubject(new X500Name(wish.subject()));
      generator.setSubjectPublicKeyInfo(publicKey(wish.key(), wish.sm2()));
      generator.setExtensions(extensions.generate());
      return generator.generateTBSCertificate();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static SubjectPublicKeyInfo publicKey(BigInteger key, boolean sm2) {
    ASN1Encodable curve = sm2 ? GMObjectIdentifiers.sm2p256v1 : SECObjectIdentifiers.secp256r1;
    X9ECParameters parameters = sm2 ? SM2 : P256;
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve),
        parameters.getG().multiply(key).normalize().getEncoded(false));
  }

  private ASN1Object signed(TBSCertificate tbs, ASN1ObjectIdentifier algorithm) {
    try {
      byte[] content = tbs.getEncoded(ASN1Encoding.DER);
      var signer = new SM2Signer();
      signer.init(true, new ECPrivateKeyParameters(key, new ECDomainParameters(SM2)));
      signer.update(content, 0, content.length);
      return new DERSequence(
          new ASN1Encodable[] {
            tbs, new AlgorithmIdentifier(algorithm), new DERBitString(signer.generateSignature())
          });
    } catch (IOException | CryptoException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// A private key as SEC 1 writes it.
  static String keyPem(BigInteger key) {
    return pem("EC PRIVATE KEY", new ECPrivateKey(256, key, GMObjectIdentifiers.sm2p256v1));
  }

  /// A private key of another curve.
  static String otherKeyPem(BigInteger key) {
    return pem("EC PRIVATE KEY", new ECPrivateKey(256, key, SECObjectIdentifiers.secp256r1));
  }

  /// A private key as PKCS 8 writes it.
  static String pkcs8Pem(BigInteger key) {
    try {
      return pem(
          "PRIVATE KEY",
          new PrivateKeyInfo(
              new AlgorithmIdentifier(
                  X9ObjectIdentifiers.id_ecPublicKey, GMObjectIdentifiers.sm2p256v1),
              new ECPrivateKey(256, key)));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String pem(String type, ASN1Object content) {
    try {
      String body =
          Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content.getEncoded());
      return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
