package dev.groma.providers.huaweicloud.gm;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is asked of every certificate.
final class Validity {
  private Validity() {}

  static void checkLength(String field, String text, int longest, List<Fault> faults) {
    if (text.length() > longest) {
      faults.add(
          new Fault(
              "too-long",
              field,
              "\"%s\" has %d characters; the cloud takes %d at most. Remove what is not PEM, and certificates that are not needed."
                  .formatted(field, text.length(), longest)));
    }
  }

  /// @param kind the beginning of the codes
  static void check(
      String field, String kind, GmCertificate one, @Nullable Instant now, List<Fault> faults) {
    if (now != null && !now.isBefore(one.end())) {
      faults.add(
          new Fault(
              kind + "-expired",
              field,
              "The certificate of %s in \"%s\" expired at %s. Have it issued again."
                  .formatted(one.subject(), field, one.end())));
    }
    if (now != null && now.isBefore(one.begin())) {
      faults.add(
          new Fault(
              kind + "-not-valid-yet",
              field,
              "The certificate of %s in \"%s\" is valid from %s on only. Wait until then, or check the clock."
                  .formatted(one.subject(), field, one.begin())));
    }
    for (String strange : one.strangeExtensions()) {
      faults.add(
          new Fault(
              kind + "-strange-extension",
              field,
              "The certificate of %s in \"%s\" has the critical extension %s, which a gateway does not understand and must refuse. Have it issued without."
                  .formatted(one.subject(), field, strange)));
    }
  }
}
