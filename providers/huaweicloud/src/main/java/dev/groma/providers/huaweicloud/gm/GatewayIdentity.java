package dev.groma.providers.huaweicloud.gm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;

/// What a gateway of national cryptography proves itself with (reference, table 4-59): a
/// certificate and key to sign with, others to encrypt with, and the CA of both.
///
/// A text that is not known yet is null, and what needs it is not judged.
///
/// @param certificate the certificate for signing, in PEM
/// @param privateKey its key, in PEM
/// @param encryptionCertificate the certificate for encryption, in PEM
/// @param encryptionKey its key, in PEM
/// @param chain the certificates of the CA, in PEM
public record GatewayIdentity(
    @Nullable String certificate,
    @Nullable String privateKey,
    @Nullable String encryptionCertificate,
    @Nullable String encryptionKey,
    @Nullable String chain) {
  private static final int LONGEST = 4096;
  private static final String SIGNING = "content";
  private static final String SIGNING_KEY = "private_key";
  private static final String ENCRYPTION = "enc_certificate";
  private static final String ENCRYPTION_KEY = "enc_private_key";
  private static final String CHAIN = "certificate_chain";
  private static final int SIGNS = KeyUsage.digitalSignature | KeyUsage.nonRepudiation;
  private static final int ENCRYPTS =
      KeyUsage.keyEncipherment | KeyUsage.dataEncipherment | KeyUsage.keyAgreement;

  /// What is wrong with it.
  ///
  /// @param now the time, or null when validity is not judged
  public Findings check(@Nullable Instant now) {
    List<Fault> faults = new ArrayList<>();
    Optional<GmCertificate> signing = leaf(SIGNING, certificate, now, faults);
    Optional<GmCertificate> encryption = leaf(ENCRYPTION, encryptionCertificate, now, faults);
    checkUsage(signing, encryption, faults);
    Optional<GmKey> signingKey = key(SIGNING_KEY, privateKey, faults);
    Optional<GmKey> encryptingKey = key(ENCRYPTION_KEY, encryptionKey, faults);
    checkKey(SIGNING_KEY, signingKey, signing, encryption, faults);
    checkKey(ENCRYPTION_KEY, encryptingKey, encryption, signing, faults);
    Optional<Authorities> authorities =
        Optional.ofNullable(chain).map(text -> Authorities.read(CHAIN, text, now));
    authorities.ifPresent(found -> faults.addAll(found.faults()));
    authorities
        .filter(found -> found.faults().isEmpty())
        .ifPresent(found -> {
          signing.ifPresent(one -> checkIssued(SIGNING, one, found, faults));
          encryption.ifPresent(one -> checkIssued(ENCRYPTION, one, found, faults));
        });
    return new Findings(faults, end(signing, encryption, authorities), notes(signing, encryption));
  }

  private static Optional<Instant> end(
      Optional<GmCertificate> signing,
      Optional<GmCertificate> encryption,
      Optional<Authorities> authorities) {
    return Stream.of(
            signing.map(GmCertificate::end),
            encryption.map(GmCertificate::end),
            authorities.flatMap(Authorities::end))
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  private static List<String> notes(
      Optional<GmCertificate> signing, Optional<GmCertificate> encryption) {
    boolean differ =
        signing.isPresent()
            && encryption.isPresent()
            && !signing.get().subject().equals(encryption.get().subject());
    return differ
        ? List.of(
            "The certificate for signing is that of %s, the one for encryption that of %s. Usually both have the same subject."
                .formatted(signing.orElseThrow().subject(), encryption.orElseThrow().subject()))
        : List.of();
  }

  private static Optional<GmCertificate> leaf(
      String field, @Nullable String text, @Nullable Instant now, List<Fault> faults) {
    if (text == null) {
      return Optional.empty();
    }
    Validity.checkLength(field, text, LONGEST, faults);
    try {
      List<GmCertificate> all = GmCertificate.read(field, text);
      if (all.size() > 1) {
        faults.add(
            new Fault(
                "several-certificates",
                field,
                "\"%s\" must hold one certificate; it holds %d. Those of the CA belong into \"certificate_chain\"."
                    .formatted(field, all.size())));
      }
      GmCertificate one = all.getFirst();
      Validity.check(field, "certificate", one, now, faults);
      return Optional.of(one);
    } catch (FaultException e) {
      faults.add(e.fault());
      return Optional.empty();
    }
  }

  private static void checkUsage(
      Optional<GmCertificate> signing, Optional<GmCertificate> encryption, List<Fault> faults) {
    if (signing.isPresent()
        && encryption.isPresent()
        && signing.get().sharesKeyWith(encryption.get())) {
      faults.add(
          new Fault(
              "same-key-twice",
              ENCRYPTION,
              "The certificates in \"content\" and \"enc_certificate\" have the same key. National"
                  + " cryptography needs two key pairs, one for signing and one for encryption:"
                  + " have the second certificate issued for another one."));
      return;
    }
    signing.ifPresent(one -> checkLeaf(SIGNING, one, SIGNS, ENCRYPTS, faults));
    encryption.ifPresent(one -> checkLeaf(ENCRYPTION, one, ENCRYPTS, SIGNS, faults));
  }

  private static void checkLeaf(
      String field, GmCertificate one, int wanted, int other, List<Fault> faults) {
    boolean signs = wanted == SIGNS;
    if (one.isAuthority()) {
      faults.add(
          new Fault(
              signs ? "signing-is-authority" : "encryption-is-authority",
              field,
              "The certificate of %s in \"%s\" is that of a CA. The gateway needs one of its own; that of the CA belongs into \"certificate_chain\"."
                  .formatted(one.subject(), field)));
      return;
    }
    if (!one.statesUsage()) {
      faults.add(
          new Fault(
              signs ? "signing-without-usage" : "encryption-without-usage",
              field,
              "The certificate of %s in \"%s\" does not say what its key is for. Have it issued with a key usage of %s."
                  .formatted(one.subject(), field, usage(signs))));
      return;
    }
    if (!one.mayBeUsedFor(wanted)) {
      boolean swapped = one.mayBeUsedFor(other);
      faults.add(
          new Fault(
              signs ? "signing-may-not-sign" : "encryption-may-not-encrypt",
              field,
              "The key usage of the certificate of %s in \"%s\" lacks %s.%s"
                  .formatted(
                      one.subject(),
                      field,
                      usage(signs),
                      swapped
                          ? " It is a certificate for %s: \"content\" and \"enc_certificate\" may be swapped."
                              .formatted(signs ? "encryption" : "signing")
                          : " Have it issued for that.")));
    }
  }

  private static String usage(boolean signs) {
    return signs ? "digitalSignature" : "keyEncipherment, dataEncipherment or keyAgreement";
  }

  private static Optional<GmKey> key(String field, @Nullable String text, List<Fault> faults) {
    if (text == null) {
      return Optional.empty();
    }
    Validity.checkLength(field, text, LONGEST, faults);
    try {
      return Optional.of(GmKey.read(field, text));
    } catch (FaultException e) {
      faults.add(e.fault());
      return Optional.empty();
    }
  }

  private static void checkKey(
      String field,
      Optional<GmKey> key,
      Optional<GmCertificate> own,
      Optional<GmCertificate> other,
      List<Fault> faults) {
    if (key.isEmpty() || own.isEmpty() || own.get().belongsTo(key.get())) {
      return;
    }
    boolean swapped = other.isPresent() && other.get().belongsTo(key.get());
    String certificate = field.equals(SIGNING_KEY) ? SIGNING : ENCRYPTION;
    faults.add(
        swapped
            ? new Fault(
                "keys-swapped",
                field,
                "The private key in \"%s\" belongs to the other certificate. Swap \"private_key\" and \"enc_private_key\"."
                    .formatted(field))
            : new Fault(
                "key-mismatch",
                field,
                "The private key in \"%s\" does not belong to the certificate in \"%s\". Give the key that the certificate was issued for."
                    .formatted(field, certificate)));
  }

  private static void checkIssued(
      String field, GmCertificate one, Authorities authorities, List<Fault> faults) {
    if (!authorities.hasIssuerOf(one)) {
      faults.add(
          new Fault(
              "issuer-missing",
              field,
              "The certificate of %s in \"%s\" was issued by %s, whose certificate is not in \"certificate_chain\". Add it there."
                  .formatted(one.subject(), field, one.issuer())));
    } else if (authorities.signerOf(one).isEmpty()) {
      faults.add(
          new Fault(
              "certificate-forged",
              field,
              "The signature of the certificate of %s in \"%s\" is not that of %s in \"certificate_chain\". The certificate was changed, or the CA has another key by now; get both again from the CA."
                  .formatted(one.subject(), field, one.issuer())));
    }
  }

  /// Nothing: some of it is secret.
  @Override
  public String toString() {
    return "the identity of a gateway";
  }
}
