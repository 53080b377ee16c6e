package dev.groma.providers.emulator.huaweicloud;

import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.invalidIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;

/// What may be uploaded for national cryptography (tables 4-59 and 4-73): certificates with SM2
/// keys, signed by SM3WithSM2, that fit each other and are valid today.
final class GmCertificates {
  private GmCertificates() {}

  /// Checks the certificates and keys of a gateway and returns what answers show of them.
  static JsonObject gateway(
      String signing,
      String signingKey,
      String encryption,
      String encryptionKey,
      String chain,
      Instant now) {
    List<GmCertificate> authorities = authorities("certificate_chain", chain, now);
    GmCertificate signs =
        leaf("certificate", signing, KeyUsage.digitalSignature | KeyUsage.nonRepudiation, now);
    GmCertificate encrypts =
        leaf(
            "enc_certificate",
            encryption,
            KeyUsage.keyEncipherment | KeyUsage.dataEncipherment | KeyUsage.keyAgreement,
            now);
    checkKey("private_key", signingKey, "certificate", signs);
    checkKey("enc_private_key", encryptionKey, "enc_certificate", encrypts);
    checkIssued("certificate", signs, authorities);
    checkIssued("enc_certificate", encrypts, authorities);
    GmCertificate authority = authorities.getFirst();
    return JsonObject.EMPTY
        .with("issuer", signs.issuer())
        .with("signature_algorithm", GmCertificate.ALGORITHM)
        .with("certificate_serial_number", signs.serialNumber())
        .with("certificate_subject", signs.subject())
        .with("certificate_expire_time", signs.end().toString())
        .with("certificate_chain_serial_number", authority.serialNumber())
        .with("certificate_chain_subject", authority.subject())
        .with("certificate_chain_expire_time", authority.end().toString())
        .with("enc_certificate_serial_number", encrypts.serialNumber())
        .with("enc_certificate_subject", encrypts.subject())
        .with("enc_certificate_expire_time", encrypts.end().toString());
  }

  /// Checks the CA certificate of a customer gateway and returns what answers show of it.
  static JsonObject authority(String pem, Instant now) {
    GmCertificate one = authorities("ca_certificate", pem, now).getFirst();
    return JsonObject.EMPTY
        .with("serial_number", one.serialNumber())
        .with("signature_algorithm", GmCertificate.ALGORITHM)
        .with("issuer", one.issuer())
        .with("subject", one.subject())
        .with("expire_time", one.end().toString())
        .with("is_updatable", true);
  }

  private static GmCertificate leaf(String field, String pem, int usage, Instant now) {
    List<GmCertificate> all = GmCertificate.read(field, pem);
    invalidIf(all.size() != 1, "%s must be one certificate".formatted(field));
    GmCertificate one = all.getFirst();
    invalidIf(one.isAuthority(), "%s must not be a CA certificate".formatted(field));
    invalidIf(!one.mayBeUsedFor(usage), "%s may not be used for this".formatted(field));
    checkDates(field, one, now);
    return one;
  }

  /// The certificates of a chain: each of an authority, and signed by another of them unless the
  /// one that signed it is not among them.
  private static List<GmCertificate> authorities(String field, String pem, Instant now) {
    List<GmCertificate> all = GmCertificate.read(field, pem);
    for (GmCertificate one : all) {
      invalidIf(!one.isAuthority(), "%s must be a CA certificate".formatted(field));
      invalidIf(
          !one.mayBeUsedFor(KeyUsage.keyCertSign), "%s may not be used for this".formatted(field));
      checkDates(field, one, now);
      List<GmCertificate> issuers = issuers(one, all);
      invalidIf(
          !issuers.isEmpty() && issuers.stream().noneMatch(one::isSignedBy),
          "the signature of %s is wrong".formatted(field));
    }
    return all;
  }

  private static List<GmCertificate> issuers(GmCertificate one, List<GmCertificate> all) {
    return all.stream().filter(other -> other.subject().equals(one.issuer())).toList();
  }

  private static void checkIssued(
      String field, GmCertificate one, List<GmCertificate> authorities) {
    invalidIf(
        issuers(one, authorities).stream().noneMatch(one::isSignedBy),
        "%s is not issued by certificate_chain".formatted(field));
  }

  private static void checkDates(String field, GmCertificate one, Instant now) {
    invalidIf(now.isBefore(one.begin()), "%s is not valid yet".formatted(field));
    invalidIf(!now.isBefore(one.end()), "%s is expired".formatted(field));
  }

  private static void checkKey(String field, String pem, String certificate, GmCertificate one) {
    BigInteger key = GmCertificate.readKey(field, pem);
    invalidIf(!one.belongsTo(key), "%s does not match %s".formatted(field, certificate));
  }
}
