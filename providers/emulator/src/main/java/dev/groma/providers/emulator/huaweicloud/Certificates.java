package dev.groma.providers.emulator.huaweicloud;

import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.invalidIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The operations on the certificate of a gateway of national cryptography (4.1.1.8 to 4.1.1.10).
///
/// What is uploaded is checked and then forgotten: only what answers show of it is kept, and of
/// private keys nothing.
final class Certificates {
  private static final String BODY = "certificate";
  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "certificate",
          "private_key",
          "certificate_chain",
          "enc_certificate",
          "enc_private_key");
  private static final List<String> PARTS =
      List.of(
          "certificate", "private_key", "certificate_chain", "enc_certificate", "enc_private_key");

  private Certificates() {}

  /// The certificate of a gateway.
  static Optional<Resource> of(Store store, Resource gateway) {
    return store
        .where(Kind.CERTIFICATE, "vgw_id", gateway.id())
        .filter(one -> !one.progress().status().equals(Progress.PENDING_DELETE))
        .findFirst();
  }

  /// Uploads the first certificate, at the URI of 4.1.1.8; the sample's is a gateway's.
  static JsonObject create(HuaweiCall call) {
    Fields fields = call.body(BODY, FIELDS);
    Resource gateway = Gateways.requireReady(call, "update");
    Store store = call.store();
    invalidIf(
        !gateway.is("flavor", "GM"), "vpn gateway %s is not of flavor GM".formatted(gateway.id()));
    invalidIf(
        of(store, gateway).isPresent(), "vpn gateway %s has certificate".formatted(gateway.id()));
    String name = fields.name("name", 3, 63).orElseGet(() -> call.madeUpName("cert-"));
    JsonObject parts = parts(call, fields);
    Resource made =
        store.create(
            Kind.CERTIFICATE,
            binding(call),
            List.of(),
            JsonObject.EMPTY.with("name", name).with("vgw_id", gateway.id()).merge(parts));
    return JsonObject.EMPTY.with(BODY, made(made));
  }

  static JsonObject show(HuaweiCall call) {
    Store store = call.store();
    Resource one =
        of(store, store.require(Kind.GATEWAY, "vgw_id")).orElseThrow(HuaweiErrors::notFound);
    return JsonObject.EMPTY.with(
        BODY,
        made(one)
            .with("project_id", one.project())
            .with("status", one.progress().status())
            .with("updated_at", one.updated()));
  }

  /// Renames the certificate, replaces it, or both. A replacement is whole: what is kept of the old
  /// one would not do to check a part of it.
  static JsonObject update(HuaweiCall call) {
    Fields fields = call.body(BODY, FIELDS);
    Resource gateway = Gateways.requireReady(call, "update");
    Store store = call.store();
    Resource old =
        of(store, gateway)
            .filter(one -> one.id().equals(call.path("certificate_id")))
            .orElseThrow(HuaweiErrors::notFound);
    store.requireSettled(Kind.CERTIFICATE, old, "update");
    JsonObject settings = old.settings().with("name", fields.name("name", 3, 63));
    boolean replaced = PARTS.stream().anyMatch(fields::has);
    Resource changed =
        replaced
            ? old.changed(settings.merge(parts(call, fields)), call.now()).entered(binding(call))
            : old.changed(settings, call.now());
    store.put(Kind.CERTIFICATE, changed);
    return JsonObject.EMPTY.with(BODY, made(changed));
  }

  private static Progress binding(HuaweiCall call) {
    return Progress.towards(Progress.BINDING, "BOUND", call.now());
  }

  private static JsonObject parts(HuaweiCall call, Fields fields) {
    PARTS.forEach(fields::need);
    return GmCertificates.gateway(
        fields.text("certificate", 1, 4096).orElseThrow(),
        fields.text("private_key", 1, 4096).orElseThrow(),
        fields.text("enc_certificate", 1, 4096).orElseThrow(),
        fields.text("enc_private_key", 1, 4096).orElseThrow(),
        fields.text("certificate_chain", 1, 8192).orElseThrow(),
        call.now());
  }

  /// What the answers to an upload have (table 4-61). Times are in UTC, as in the sample of
  /// 4.1.1.9; those of 4.1.1.8 and 4.1.1.10 are in China's time zone.
  private static JsonObject made(Resource one) {
    return JsonObject.EMPTY
        .with("id", one.id())
        .merge(one.settings())
        .with("created_at", one.created());
  }
}
