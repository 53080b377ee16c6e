package dev.groma.providers.huaweicloud;

import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.huaweicloud.gm.Findings;
import dev.groma.providers.huaweicloud.gm.GatewayIdentity;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the spec of VPN gateways cannot say: which parts of an EIP belong together, what rebinding
/// one leads to, and whether certificates and keys fit each other.
final class GatewayHook extends TaggedHook {
  private static final List<String> SLOTS = List.of("eip1", "eip2");
  private static final List<String> NEW =
      List.of("type", "bandwidth_size", "bandwidth_name", "charge_mode");

  /// The largest bandwidth of a new EIP in Mbit/s (table 4-4).
  private static final Map<String, Integer> LARGEST =
      Map.of("Professional1", 300, "Professional2", 1000, "GM", 500);

  GatewayHook() {
    super("huaweicloud_vpn_gateway", Optional.of("vpn_gateway"));
  }

  @Override
  void check(Facts facts, Optional<Instant> now, Said said) {
    for (String subnet : texts(facts.value("local_subnets"))) {
      if (!Ipv4.isNetwork(subnet)) {
        said.error(
            "local-subnet",
            "local_subnets",
            "A local subnet is a network such as 192.168.52.0/24; this is \"%s\"."
                .formatted(subnet));
      }
    }
    SLOTS.forEach(slot -> checkEip(facts, slot, said));
    if (!text(facts.value("eip1.id")).isEmpty()
        && facts.value("eip1.id").equals(facts.value("eip2.id"))) {
      said.error(
          "same-eip", "eip2.id", "eip1 and eip2 must be two EIPs. Give another id to one of them.");
    }
    if (facts.value("certificate") instanceof Value.Obj) {
      Findings findings = identity(facts).check(now.orElse(null));
      said.faults(findings.faults(), "certificate");
      findings.notes().forEach(note -> said.warning("certificate-subjects", "certificate", note));
      now.ifPresent(time -> findings.end().ifPresent(end -> said.expiry(end, time, "certificate")));
    }
  }

  private static GatewayIdentity identity(Facts facts) {
    return new GatewayIdentity(
        known(facts, "certificate.content"),
        known(facts, "certificate.private_key"),
        known(facts, "certificate.enc_certificate"),
        known(facts, "certificate.enc_private_key"),
        known(facts, "certificate.certificate_chain"));
  }

  private static @Nullable String known(Facts facts, String name) {
    return facts.value(name) instanceof Value.Str s ? s.text() : null;
  }

  private static boolean isSet(Facts facts, String name) {
    return !facts.value(name).isNull();
  }

  private static void checkEip(Facts facts, String slot, Said said) {
    if (!(facts.value(slot) instanceof Value.Obj)) {
      return;
    }
    List<String> set = NEW.stream().filter(part -> isSet(facts, slot + "." + part)).toList();
    if (isSet(facts, slot + ".id")) {
      set.forEach(part ->
          said.error(
              "eip-both",
              slot + "." + part,
              "%s names an EIP that exists (id), so \"%s\" is that of this EIP already. Remove \"%s\", or \"id\" to have a new EIP made."
                  .formatted(slot, part, part)));
      return;
    }
    for (String part : List.of("type", "bandwidth_size")) {
      if (!isSet(facts, slot + "." + part)) {
        said.error(
            "eip-incomplete",
            slot,
            "%s needs either \"id\", an EIP that exists, or \"type\" and \"bandwidth_size\" for a new one; \"%s\" is missing."
                .formatted(slot, part));
      }
    }
    Value flavor = facts.value("flavor");
    String name = flavor.isNull() ? "Professional1" : text(flavor);
    Integer most = LARGEST.get(name);
    if (most != null
        && facts.value(slot + ".bandwidth_size") instanceof Num n
        && n.compareTo(Num.of(most)) > 0) {
      said.error(
          "eip-bandwidth",
          slot + ".bandwidth_size",
          "An EIP of a gateway of the flavor %s has a bandwidth of %d Mbit/s at most; this is %s. Lower it, or choose another flavor."
              .formatted(name, most, n));
    }
  }

  // Planning

  @Override
  Value planned(Facts facts, Value.Obj planned, Value configuration) {
    Value.Obj object = planned;
    for (String slot : SLOTS) {
      if (rebinds(facts, slot) && object.require(slot) instanceof Value.Obj eip) {
        object = object.with(slot, opened(eip, Facts.at(configuration, slot)));
      }
    }
    if (object.require("certificate") instanceof Value.Obj certificate) {
      Optional<Instant> end =
          identity(facts).equals(new GatewayIdentity(null, null, null, null, null))
              ? Optional.empty()
              : identity(facts).check(null).end();
      if (end.isPresent()) {
        object =
            object.with(
                "certificate", certificate.with("expires_at", Value.of(end.get().toString())));
      }
    }
    return object;
  }

  /// True when an EIP is to be taken off the gateway and another one that exists put in its place.
  private static boolean rebinds(Facts facts, String slot) {
    Value before = facts.before(slot + ".id");
    Value now = facts.value(slot + ".id");
    return !before.isNull() && !now.isNull() && !before.equals(now);
  }

  /// The address with everything open that another EIP has differently.
  private static Value opened(Value.Obj eip, Value configuration) {
    Value.Obj open = eip;
    for (Map.Entry<String, Value> part : eip.attributes().entrySet()) {
      if (!part.getKey().equals("id") && Facts.at(configuration, part.getKey()).isNull()) {
        open = open.with(part.getKey(), Value.unknown(part.getValue().type()));
      }
    }
    return open;
  }

  @Override
  public List<String> replacing(Facts facts, Value configuration) {
    List<String> names = new ArrayList<>();
    for (String slot : SLOTS) {
      NEW.stream()
          .map(part -> slot + "." + part)
          .filter(name -> !Facts.at(configuration, name).isNull())
          .filter(name -> !facts.before(name).equals(facts.value(name)))
          .filter(name -> !facts.before(slot).isNull())
          .forEach(names::add);
    }
    boolean national = text(facts.before("flavor")).equals("GM");
    boolean becomes = text(facts.value("flavor")).equals("GM");
    if (facts.value("flavor").isKnown() && national != becomes) {
      names.add("flavor");
    }
    return names;
  }

  // Asking

  @Override
  void ask(Facts facts, Questions cloud, Said said) {
    if (facts.prior().isNull()) {
      askZones(facts, cloud, said);
    }
  }

  /// EIPs are unbound before the gateway is deleted, so that they stay. Where the deletion would
  /// then be refused, they must stay bound.
  @Override
  public List<Diagnostic> deletes(Facts facts, Questions cloud) {
    Said said = said();
    cloud
        .get("/v5/{project_id}/vpn-gateways/" + text(facts.before("id")))
        .map(body -> Facts.at(body, "vpn_gateway.used_connection_number"))
        .filter(used -> used instanceof Num n && n.compareTo(Num.of(0)) > 0)
        .ifPresent(used ->
            said.error(
                "has-connections",
                "id",
                "The gateway still has %s connections, so it cannot be deleted. Delete them first, also those that Groma does not manage."
                    .formatted(used)));
    return said.all();
  }

  private static void askZones(Facts facts, Questions cloud, Said said) {
    Value flavor = facts.value("flavor");
    Value attachment = facts.value("attachment_type");
    if (!attachment.isKnown()) {
      return;
    }
    String name = flavor instanceof Value.Str s ? s.text() : "Professional1";
    cloud
        .get("/v5/{project_id}/vpn-gateways/availability-zones")
        .ifPresent(body ->
            checkZones(
                name,
                text(attachment),
                zones(body, name, text(attachment)),
                texts(facts.value("availability_zones")),
                said));
  }

  private static void checkZones(
      String name, String attachment, List<String> there, List<String> wanted, Said said) {
    String at = wanted.isEmpty() ? "flavor" : "availability_zones";
    if (there.isEmpty()) {
      said.error(
          "no-zone",
          at,
          "No availability zone of this region has gateways of the flavor %s with attachment_type %s. Choose another flavor or region."
              .formatted(name, attachment));
    } else if (!wanted.isEmpty()) {
      Stream<String> strange = wanted.stream().filter(zone -> !there.contains(zone));
      strange.forEach(zone ->
          said.error(
              "unknown-zone",
              at,
              "The availability zone %s has no gateways of the flavor %s with attachment_type %s; these have: %s."
                  .formatted(zone, name, attachment, String.join(", ", there))));
      int needed = Math.min(2, there.size());
      if (wanted.size() != needed) {
        said.error(
            "zone-count",
            at,
            "A gateway needs %d availability zones where there are %s; %d are given. Choose from %s, or leave the choice to the cloud."
                .formatted(
                    needed,
                    there.size() == 1 ? "no more" : "two or more",
                    wanted.size(),
                    String.join(", ", there)));
      }
    }
  }

  /// The zones that an answer has for a flavor and attachment.
  static List<String> zones(Value body, String flavor, String attachment) {
    return texts(
        Facts.at(
            body,
            "availability_zones.%s.%s".formatted(flavor.toLowerCase(Locale.ROOT), attachment)));
  }

  static Value textList(List<String> texts) {
    return new Value.ListOf(Type.STRING, texts.stream().<Value>map(Value::of).toList());
  }
}
