package dev.groma.providers.huaweicloud.gm;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A CA of national cryptography for tests, and whatever it can be made to issue.
public final class TestAuthority {
  static final Provider PROVIDER = new BouncyCastleProvider();
  private static final AtomicLong SERIAL = new AtomicLong(1000);
  private static final Duration LIFE = Duration.ofDays(3650);

  private final Instant now;
  private final KeyPair keys;
  private final X500Name name;
  private final X509CertificateHolder certificate;

  private TestAuthority(
      Instant now, KeyPair keys, X500Name name, X509CertificateHolder certificate) {
    this.now = now;
    this.keys = keys;
    this.name = name;
    this.certificate = certificate;
  }

  /// What a certificate is to be like.
  ///
  /// @param usage the bits of the key usage; -1 for none at all
  /// @param authority true for that of a CA
  /// @param depth the path length of a CA; -1 for none
  /// @param extension a further critical extension, or empty
  record Wish(
      KeyPair keys,
      X500Name subject,
      Instant begin,
      Instant end,
      int usage,
      boolean authority,
      int depth,
      String extension,
      String algorithm) {
    Wish withUsage(int other) {
      return new Wish(keys, subject, begin, end, other, authority, depth, extension, algorithm);
    }

    Wish asAuthority(boolean is, int length) {
      return new Wish(keys, subject, begin, end, usage, is, length, extension, algorithm);
    }

    Wish during(Instant from, Instant to) {
      return new Wish(keys, subject, from, to, usage, authority, depth, extension, algorithm);
    }

    Wish of(KeyPair others) {
      return new Wish(others, subject, begin, end, usage, authority, depth, extension, algorithm);
    }

    Wish named(String other) {
      return new Wish(
          keys, new X500Name(other), begin, end, usage, authority, depth, extension, algorithm);
    }

    Wish withExtension(String oid) {
      return new Wish(keys, subject, begin, end, usage, authority, depth, oid, algorithm);
    }

    Wish signedBy(String other) {
      return new Wish(keys, subject, begin, end, usage, authority, depth, extension, other);
    }
  }

  /// A CA that was founded before `now`.
  public static TestAuthority at(Instant now) {
    return root(now, "C=CN,O=Test,CN=Test GM Root", UnaryOperator.identity());
  }

  static TestAuthority root(Instant now, String name, UnaryOperator<Wish> change) {
    KeyPair keys = sm2();
    Wish wish =
        change.apply(
            wish(now, keys, name, KeyUsage.keyCertSign | KeyUsage.cRLSign).asAuthority(true, -1));
    X500Name subject = new X500Name(name);
    return new TestAuthority(now, keys, subject, certificate(wish, subject, keys));
  }

  /// Another CA.
  public TestAuthority another() {
    return root(now, "C=CN,O=Test,CN=Another GM Root", UnaryOperator.identity());
  }

  /// A CA of the same name with another key.
  TestAuthority impostor() {
    return root(now, name.toString(), UnaryOperator.identity());
  }

  /// A CA below this one.
  TestAuthority below(String subject, UnaryOperator<Wish> change) {
    KeyPair inner = sm2();
    Wish wish =
        change.apply(
            wish(now, inner, subject, KeyUsage.keyCertSign | KeyUsage.cRLSign)
                .asAuthority(true, -1));
    return new TestAuthority(now, inner, new X500Name(subject), certificate(wish, name, keys));
  }

  /// Its certificate.
  public String pem() {
    return pem(certificate);
  }

  /// A certificate that it issues, in PEM.
  String issues(KeyPair subject, int usage, UnaryOperator<Wish> change) {
    Wish wish = change.apply(wish(now, subject, "C=CN,O=Test,CN=gateway", usage));
    return pem(certificate(wish, name, keys));
  }

  /// A certificate for signing.
  public String signing(KeyPair subject) {
    return issues(subject, KeyUsage.digitalSignature, UnaryOperator.identity());
  }

  /// A certificate for encryption.
  public String encryption(KeyPair subject) {
    return issues(
        subject,
        KeyUsage.keyEncipherment | KeyUsage.dataEncipherment | KeyUsage.keyAgreement,
        UnaryOperator.identity());
  }

  private static Wish wish(Instant now, KeyPair keys, String subject, int usage) {
    return new Wish(
        keys,
        new X500Name(subject),
        now.minus(Duration.ofDays(1)),
        now.plus(LIFE),
        usage,
        false,
        -1,
        "",
        "SM3withSM2");
  }

  private static X509CertificateHolder certificate(Wish wish, X500Name issuer, KeyPair signer) {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              BigInteger.valueOf(SERIAL.incrementAndGet()),
              Date.from(wish.begin()),
              Date.from(wish.end()),
              wish.subject(),
              wish.keys().getPublic());
      if (wish.authority()) {
        builder.addExtension(
            Extension.basicConstraints,
            true,
            wish.depth() < 0 ? new BasicConstraints(true) : new BasicConstraints(wish.depth()));
      }
      if (wish.usage() >= 0) {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(wish.usage()));
      }
      if (!wish.extension().isEmpty()) {
        builder.addExtension(new ASN1ObjectIdentifier(wish.extension()), true, DERNull.INSTANCE);
      }
      return builder.build(
          new JcaContentSignerBuilder(wish.algorithm())
              .setProvider(PROVIDER)
              .build(signer.getPrivate()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A new SM2 key pair.
  public static KeyPair sm2() {
    return keys("EC", new ECGenParameterSpec("sm2p256v1"));
  }

  static KeyPair keys(String algorithm, AlgorithmParameterSpec spec) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, PROVIDER);
      generator.initialize(spec, new SecureRandom());
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A certificate or key in PEM.
  public static String pem(Object object) {
    StringWriter out = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(out)) {
      writer.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }
}
