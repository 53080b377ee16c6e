package dev.groma.providers.huaweicloud.gm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;

/// The CA certificates of a chain, and what is wrong with them.
///
/// @param field the argument that has them
/// @param all the certificates, in the order of the text
/// @param faults what is wrong
record Authorities(String field, List<GmCertificate> all, List<Fault> faults) {
  private static final int LONGEST = 8192;

  /// Copies the lists.
  public Authorities {
    all = List.copyOf(all);
    faults = List.copyOf(faults);
  }

  static Authorities read(String field, String text, @Nullable Instant now) {
    List<Fault> faults = new ArrayList<>();
    Validity.checkLength(field, text, LONGEST, faults);
    List<GmCertificate> all = new ArrayList<>();
    try {
      all.addAll(GmCertificate.read(field, text));
    } catch (FaultException e) {
      faults.add(e.fault());
    }
    all.forEach(one -> checkOne(field, one, now, faults));
    if (faults.isEmpty()) {
      all.forEach(one -> checkIssuer(field, one, all, faults));
    }
    return new Authorities(field, all, faults);
  }

  private static void checkOne(
      String field, GmCertificate one, @Nullable Instant now, List<Fault> faults) {
    if (!one.isAuthority()) {
      faults.add(
          new Fault(
              "not-an-authority",
              field,
              "The certificate of %s in \"%s\" is not that of a CA: its basic constraints do not say so. Give the certificate of the CA that issued the others."
                  .formatted(one.subject(), field)));
      return;
    }
    if (one.statesUsage() && !one.mayBeUsedFor(KeyUsage.keyCertSign)) {
      faults.add(
          new Fault(
              "authority-may-not-sign",
              field,
              "The CA %s in \"%s\" may not sign certificates: its key usage lacks keyCertSign. Give the certificate of the CA that signs."
                  .formatted(one.subject(), field)));
    }
    Validity.check(field, "authority", one, now, faults);
  }

  private static void checkIssuer(
      String field, GmCertificate one, List<GmCertificate> all, List<Fault> faults) {
    List<GmCertificate> issuers = all.stream().filter(one::isIssuedBy).toList();
    if (issuers.isEmpty()) {
      boolean related =
          all.size() == 1
              || all.stream().anyMatch(other -> !other.equals(one) && other.isIssuedBy(one));
      if (!related) {
        faults.add(
            new Fault(
                "unrelated-authority",
                field,
                "The CA %s in \"%s\" has nothing to do with the others there: it neither issued one of them nor was issued by one. Remove it."
                    .formatted(one.subject(), field)));
      }
      return;
    }
    if (issuers.stream().noneMatch(one::isSignedBy)) {
      faults.add(
          new Fault(
              "authority-forged",
              field,
              "The signature of the CA %s in \"%s\" is not that of its issuer %s. The certificate was changed, or the issuer has another key by now; get both again from the CA."
                  .formatted(one.subject(), field, one.issuer())));
      return;
    }
    long below =
        all.stream()
            .filter(other -> !other.isSelfIssued() && other.isIssuedBy(one) && !other.equals(one))
            .count();
    if (below > 0 && one.depth() == 0) {
      faults.add(
          new Fault(
              "path-too-long",
              field,
              "The CA %s in \"%s\" may have no further CA below it (path length 0), yet it issued one of the others."
                  .formatted(one.subject(), field)));
    }
  }

  /// The authority that signed `one`, or nothing.
  Optional<GmCertificate> signerOf(GmCertificate one) {
    return all.stream().filter(one::isIssuedBy).filter(one::isSignedBy).findFirst();
  }

  boolean hasIssuerOf(GmCertificate one) {
    return all.stream().anyMatch(one::isIssuedBy);
  }

  Optional<Instant> end() {
    return all.stream().map(GmCertificate::end).min(Comparator.naturalOrder());
  }
}
