package dev.groma.providers.emulator.alicloud;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// Makes real certificates: an authority for each SSL server, and client certificates that it
/// signs. Keys are on the curve P-256, since they are made in a blink.
final class Certificates {
  private static final AlgorithmIdentifier ECDSA =
      new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String KEY = "PRIVATE KEY";

  private Certificates() {}

  /// A certificate and the key that belongs to it, both as PEM.
  record Pair(String certificate, String key) {
    @Override
    public String toString() {
      return "Pair[" + certificate + "]";
    }
  }

  /// An authority that signs itself.
  static Pair authority(String name, String serial, Instant from, Instant until) {
    KeyPair keys = keys();
    var subject = new X500Name("CN=" + name);
    var extensions = new ExtensionsGenerator();
    add(extensions, Extension.basicConstraints, true, new BasicConstraints(0));
    add(
        extensions,
        Extension.keyUsage,
        true,
        new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    var body = body(subject, subject, serial, from, until, keys.getPublic(), extensions);
    return new Pair(pem(CERTIFICATE, signed(body, keys.getPrivate())), pem(keys.getPrivate()));
  }

  /// A client's certificate, signed by an authority.
  static Pair client(Pair authority, String name, String serial, Instant from, Instant until) {
    KeyPair keys = keys();
    var extensions = new ExtensionsGenerator();
    Certificate issuer = Certificate.getInstance(der(authority.certificate()));
    add(extensions, Extension.basicConstraints, true, new BasicConstraints(false));
    add(extensions, Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    add(
        extensions,
        Extension.extendedKeyUsage,
        false,
        new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
    add(
        extensions,
        Extension.authorityKeyIdentifier,
        false,
        new AuthorityKeyIdentifier(name(issuer.getSubjectPublicKeyInfo())));
    var body =
        body(
            issuer.getSubject(),
            new X500Name("CN=" + name),
            serial,
            from,
            until,
            keys.getPublic(),
            extensions);
    return new Pair(
        pem(CERTIFICATE, signed(body, privateKey(authority.key()))), pem(keys.getPrivate()));
  }

  private static TBSCertificate body(
      X500Name issuer,
      X500Name subject,
      String serial,
      Instant from,
      Instant until,
      PublicKey key,
      ExtensionsGenerator extensions) {
    SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(key.getEncoded());
    add(extensions, Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(name(info)));
    var body = new V3TBSCertificateGenerator();
    body.setSerialNumber(new ASN1Integer(new BigInteger("1" + serial, 16)));
    body.setSignature(ECDSA);
    body.setIssuer(issuer);
    body.setSubject(subject);
    body.setStartDate(time(from));
    body.setEndDate(time(until));
    body.setSubjectPublicKeyInfo(info);
    body.setExtensions(extensions.generate());
    return body.generateTBSCertificate();
  }

  /// What a key is called in certificates: the beginning of its digest (RFC 7093, 2).
  private static byte[] name(SubjectPublicKeyInfo key) {
    try {
      byte[] bits = key.getPublicKeyData().getBytes();
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(bits), 20);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Time time(Instant instant) {
    return new Time(Date.from(instant.truncatedTo(ChronoUnit.SECONDS)));
  }

  private static void add(
      ExtensionsGenerator extensions,
      ASN1ObjectIdentifier name,
      boolean critical,
      ASN1Encodable value) {
    try {
      extensions.addExtension(name, critical, value);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] signed(TBSCertificate body, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(body.getEncoded("DER"));
      var parts = new ASN1Encodable[] {body, ECDSA, new DERBitString(signature.sign())};
      return new DERSequence(parts).getEncoded("DER");
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static PrivateKey privateKey(String pem) {
    try {
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der(pem)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String pem(PrivateKey key) {
    return pem(KEY, key.getEncoded());
  }

  private static String pem(String what, byte[] der) {
    String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what);
  }

  private static byte[] der(String pem) {
    return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
  }
}
