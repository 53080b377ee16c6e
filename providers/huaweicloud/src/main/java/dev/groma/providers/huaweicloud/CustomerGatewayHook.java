package dev.groma.providers.huaweicloud;

import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.huaweicloud.gm.Findings;
import dev.groma.schemas.value.Value;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the spec of customer gateways cannot say: what an identity looks like, and whether the CA
/// is one of national cryptography.
final class CustomerGatewayHook extends TaggedHook {
  private static final String CERTIFICATE = "certificate_content";

  /// Printable characters but those that tables 4-72 and 4-104 exclude.
  static final Pattern IDENTITY = Pattern.compile("[!-~&&[^&<>\\[\\]\\\\?]]+");

  CustomerGatewayHook() {
    super("huaweicloud_vpn_customer_gateway", Optional.of("customer_gateway"));
  }

  @Override
  void check(Facts facts, Optional<Instant> now, Said said) {
    Value identity = facts.value("id_value");
    boolean named = text(facts.value("id_type")).equals("fqdn");
    if (identity instanceof Value.Str s && facts.value("id_type").isKnown()) {
      if (!named && !Ipv4.isAddress(s.text())) {
        said.error(
            "not-an-address",
            "id_value",
            "With id_type \"ip\", id_value is an IPv4 address such as 192.168.45.7; this is \"%s\". Correct it, or set id_type to \"fqdn\"."
                .formatted(s.text()));
      }
      if (named && !IDENTITY.matcher(s.text()).matches()) {
        said.error(
            "wrong-name",
            "id_value",
            "A name (id_type \"fqdn\") has letters, digits and special characters other than & < > [ ] \\ ? and blanks; this is \"%s\"."
                .formatted(s.text()));
      }
    }
    if (facts.value(CERTIFICATE) instanceof Value.Str s) {
      Findings findings = Findings.ofAuthorities(CERTIFICATE, s.text(), now.orElse(null));
      said.faults(findings.faults(), "");
      now.ifPresent(time -> findings.end().ifPresent(end -> said.expiry(end, time, CERTIFICATE)));
    }
  }

  @Override
  Value planned(Facts facts, Value.Obj planned, Value configuration) {
    if (!(facts.value(CERTIFICATE) instanceof Value.Str s)) {
      return planned;
    }
    return Findings.ofAuthorities(CERTIFICATE, s.text(), null)
        .end()
        .<Value>map(end -> planned.with("certificate_expires_at", Value.of(end.toString())))
        .orElse(planned);
  }
}
