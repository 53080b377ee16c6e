package dev.groma.providers.emulator.huaweicloud;

import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.invalidIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The operations on customer gateways (4.1.2).
///
/// The path is that of the URIs, `/v5/{project_id}/customer-gateways`; the sample of 4.1.2.1 has
/// one more segment in it.
final class CustomerGateways {
  private static final String BODY = "customer_gateway";
  private static final String CERTIFICATE = "ca_certificate";
  private static final long LARGEST_ASN = 4_294_967_295L;

  /// What cannot be in a name by which gateways know each other (tables 4-72 and 4-104).
  static final Pattern IDENTITY = Pattern.compile("[!-~&&[^&<>\\[\\]\\\\?]]*");

  private CustomerGateways() {}

  static JsonObject create(HuaweiCall call) {
    Fields fields =
        call.body(BODY, Set.of("name", "id_type", "id_value", "bgp_asn", CERTIFICATE, "tags"));
    String type = fields.choice("id_type", List.of("ip", "fqdn")).orElse("ip");
    fields.need("id_value");
    String value = fields.text("id_value", 1, 128).orElseThrow();
    invalidIf(
        type.equals("ip") && !Ipv4.isAddress(value),
        "id_value must be an IPv4 address when id_type is ip");
    invalidIf(
        !IDENTITY.matcher(value).matches(),
        "id_value can have letters, digits and special characters but & < > [ ] \\ ? and blanks");
    fields.forbidIf(type.equals("fqdn"), "bgp_asn", "id_type is fqdn");
    JsonObject settings =
        JsonObject.EMPTY
            .with("name", fields.name("name", 1, 64).orElseGet(() -> call.madeUpName("cgw-")))
            .with("id_type", type)
            .with("id_value", value)
            .with("bgp_asn", fields.number("bgp_asn", 1, LARGEST_ASN))
            .with(CERTIFICATE, certificate(call, fields));
    List<JsonObject> tags = fields.tags("tags", true);
    Store store = call.store();
    store.requireRoom(Kind.CUSTOMER_GATEWAY, "customer_gateway");
    Resource made =
        store.create(
            Kind.CUSTOMER_GATEWAY, Progress.lasting(Progress.ACTIVE, call.now()), tags, settings);
    return JsonObject.EMPTY.with(BODY, view(made));
  }

  /// The certificate that is uploaded, or that an earlier upload is known by.
  private static Optional<JsonObject> certificate(HuaweiCall call, Fields fields) {
    return fields
        .find(CERTIFICATE, Set.of("id", "content"))
        .map(given -> {
          invalidIf(
              given.has("id") == given.has("content"),
              "ca_certificate must have either id or content");
          return given
              .text("content", 1, 8192)
              .map(pem ->
                  GmCertificates.authority(pem, call.now()).with("id", call.call().ids().uuid()))
              .orElseGet(() -> uploaded(call, Fields.checkUuid("id", given.text("id"))));
        });
  }

  private static JsonObject uploaded(HuaweiCall call, String id) {
    return call.store().all(Kind.CUSTOMER_GATEWAY).stream()
        .flatMap(one -> one.settings().object(CERTIFICATE).stream())
        .filter(one -> one.text("id").equals(Optional.of(id)))
        .findFirst()
        .orElseThrow(() -> HuaweiErrors.invalid("the certificate %s does not exist".formatted(id)));
  }

  static JsonObject show(HuaweiCall call) {
    return JsonObject.EMPTY.with(BODY, view(require(call)));
  }

  static JsonObject list(HuaweiCall call) {
    List<Resource> all = call.store().all(Kind.CUSTOMER_GATEWAY);
    return Page.of(call, "customer_gateways", all.size(), all, CustomerGateways::view);
  }

  /// A customer gateway as every answer has it. One without a certificate has no `ca_certificate`,
  /// as table 4-76 says; the sample of 4.1.2.3 has null.
  private static JsonObject view(Resource gateway) {
    return JsonObject.EMPTY
        .with("id", gateway.id())
        .with("name", gateway.text("name"))
        .with("id_type", gateway.text("id_type"))
        .with("id_value", gateway.text("id_value"))
        .with("bgp_asn", Optional.ofNullable(gateway.settings().members().get("bgp_asn")))
        .with(CERTIFICATE, gateway.settings().object(CERTIFICATE))
        .with("created_at", gateway.created())
        .with("updated_at", gateway.updated())
        .with("tags", gateway.shownTags());
  }

  static JsonObject update(HuaweiCall call) {
    Fields fields = call.body(BODY, Set.of("name", CERTIFICATE));
    Resource gateway = require(call);
    Resource changed =
        gateway.changed(
            gateway
                .settings()
                .with("name", fields.name("name", 1, 64).orElse(gateway.text("name")))
                .with(CERTIFICATE, certificate(call, fields)),
            call.now());
    call.store().put(Kind.CUSTOMER_GATEWAY, changed);
    return JsonObject.EMPTY.with(BODY, view(changed));
  }

  static JsonObject delete(HuaweiCall call) {
    Resource gateway = require(call);
    Store store = call.store();
    invalidIf(
        store.where(Kind.CONNECTION, "cgw_id", gateway.id()).findAny().isPresent(),
        "customer gateway %s has connection".formatted(gateway.id()));
    store.remove(Kind.CUSTOMER_GATEWAY, gateway.id());
    return JsonObject.EMPTY;
  }

  private static Resource require(HuaweiCall call) {
    return call.store().require(Kind.CUSTOMER_GATEWAY, "customer_gateway_id");
  }
}
