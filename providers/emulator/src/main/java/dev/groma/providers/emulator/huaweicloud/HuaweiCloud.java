package dev.groma.providers.emulator.huaweicloud;

import dev.groma.providers.emulator.cloud.Account;
import dev.groma.providers.emulator.cloud.Cloud;
import dev.groma.providers.emulator.cloud.Keys;
import dev.groma.providers.emulator.cloud.Operation;
import dev.groma.providers.emulator.cloud.Refused;
import dev.groma.providers.emulator.http.Request;
import dev.groma.providers.emulator.http.Response;
import dev.groma.providers.emulator.json.JsonObject;
import dev.groma.providers.emulator.json.JsonTypeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Huawei Cloud: the enterprise edition of VPN (API v5), what of IAM is needed to call it, and what
/// of the EIP service is needed to rebind its addresses.
public final class HuaweiCloud implements Cloud {
  static final List<String> REGIONS =
      List.of(
          "cn-north-4",
          "cn-north-1",
          "cn-north-9",
          "cn-east-2",
          "cn-east-3",
          "cn-south-1",
          "cn-southwest-2",
          "ap-southeast-1",
          "ap-southeast-2",
          "ap-southeast-3");

  private final List<Route> routes = new ArrayList<>();
  private final SortedMap<String, Operation> operations;

  /// The cloud with all its operations.
  public HuaweiCloud() {
    String gateways = "/v5/{project_id}/vpn-gateways";
    String gateway = gateways + "/{vgw_id}";
    var all = new TreeMap<String, Operation>();
    operations = Collections.unmodifiableSortedMap(all);
    add(all, "CreateVgw", "POST " + gateways, vpn(201, Gateways::create));
    add(all, "ListVgws", "GET " + gateways, vpn(200, Gateways::list));
    add(
        all,
        "ListAvailabilityZones",
        "GET " + gateways + "/availability-zones",
        vpn(200, Gateways::availabilityZones));
    add(all, "ShowVgw", "GET " + gateway, vpn(200, Gateways::show));
    add(all, "UpdateVgw", "PUT " + gateway, vpn(200, Gateways::update));
    add(all, "DeleteVgw", "DELETE " + gateway, vpn(204, Gateways::delete));
    add(
        all,
        "UpdateVgwSpecification",
        "POST " + gateway + "/update-specification",
        vpn(200, Gateways::updateSpecification));
    String certificate = gateway + "/certificate";
    add(all, "CreateVgwCertificate", "POST " + certificate, vpn(201, Certificates::create));
    add(all, "ShowVgwCertificate", "GET " + certificate, vpn(200, Certificates::show));
    add(
        all,
        "UpdateVgwCertificate",
        "PUT " + certificate + "/{certificate_id}",
        vpn(200, Certificates::update));
    String customers = "/v5/{project_id}/customer-gateways";
    String customer = customers + "/{customer_gateway_id}";
    add(all, "CreateCgw", "POST " + customers, vpn(201, CustomerGateways::create));
    add(all, "ListCgws", "GET " + customers, vpn(200, CustomerGateways::list));
    add(all, "ShowCgw", "GET " + customer, vpn(200, CustomerGateways::show));
    add(all, "UpdateCgw", "PUT " + customer, vpn(200, CustomerGateways::update));
    add(all, "DeleteCgw", "DELETE " + customer, vpn(204, CustomerGateways::delete));
    addCommon(all);
    String connections = "/v5/{project_id}/vpn-connection";
    String connection = connections + "/{vpn_connection_id}";
    add(all, "CreateVpnConnection", "POST " + connections, vpn(201, Connections::create));
    add(all, "ListVpnConnections", "GET " + connections, vpn(200, Connections::list));
    add(all, "ShowVpnConnection", "GET " + connection, vpn(200, Connections::show));
    add(all, "UpdateVpnConnection", "PUT " + connection, vpn(200, Connections::update));
    add(all, "DeleteVpnConnection", "DELETE " + connection, vpn(204, Connections::delete));
    String monitors = "/v5/{project_id}/connection-monitors";
    String monitor = monitors + "/{connection_monitor_id}";
    add(all, "CreateConnectionMonitor", "POST " + monitors, vpn(201, Monitors::create));
    add(all, "ListConnectionMonitors", "GET " + monitors, vpn(200, Monitors::list));
    add(all, "ShowConnectionMonitor", "GET " + monitor, vpn(200, Monitors::show));
    add(all, "DeleteConnectionMonitor", "DELETE " + monitor, vpn(204, Monitors::delete));
  }

  /// Tags, whose paths could be taken for those of a connection, quotas, identities and addresses.
  private void addCommon(SortedMap<String, Operation> all) {
    String type = "/v5/{project_id}/{resource_type}";
    String tags = type + "/{resource_id}/tags";
    add(all, "ListProjectTags", "GET " + type + "/tags", tag(200, Tags::ofType));
    add(all, "ShowResourceTags", "GET " + tags, tag(200, Tags::show));
    add(all, "BatchCreateResourceTags", "POST " + tags + "/create", tag(204, Tags::create));
    add(all, "BatchDeleteResourceTags", "POST " + tags + "/delete", tag(204, Tags::delete));
    String instances = type + "/resource-instances";
    add(all, "ListResourcesByTags", "POST " + instances + "/filter", tag(200, Tags::filter));
    add(all, "CountResourcesByTags", "POST " + instances + "/count", tag(200, Tags::count));
    add(all, "ShowQuotasInfo", "GET /v5/{project_id}/vpn/quotas", vpn(200, Tags::quotas));
    add(all, "KeystoneCreateUserTokenByPassword", "POST " + Iam.TOKENS, Iam::createToken);
    add(
        all,
        "KeystoneListProjects",
        "GET /v3/projects",
        call -> Response.of(200, Iam.listProjects(call).toString()));
    String eip = "/v3/{project_id}/eip/publicips/{publicip_id}";
    add(all, "ShowPublicip", "GET " + eip, vpn(200, Eips::show));
    add(
        all,
        "DisassociatePublicips",
        "POST " + eip + "/disassociate-instance",
        vpn(200, Eips::disassociate));
  }

  private void add(
      SortedMap<String, Operation> all,
      String name,
      String route,
      Function<HuaweiCall, Response> effect) {
    Route added = Route.of(name, route);
    routes.add(added);
    all.put(
        name,
        call -> {
          var path = added.match(call.request()).orElseThrow();
          try {
            return finished(effect.apply(new HuaweiCall(call, path)), call.requestId());
          } catch (JsonTypeException wrong) {
            throw HuaweiErrors.invalid(String.valueOf(wrong.getMessage()));
          }
        });
  }

  /// An operation in a project; what it answers has the id of the request in it.
  private static Function<HuaweiCall, Response> vpn(
      int status, Function<HuaweiCall, JsonObject> effect) {
    return inProject(
        status, call -> effect.apply(call).with("request_id", call.call().requestId()));
  }

  /// An operation in a project whose answers have no id of the request in them, as in 4.2.2.
  private static Function<HuaweiCall, Response> tag(
      int status, Function<HuaweiCall, JsonObject> effect) {
    return inProject(status, effect);
  }

  private static Function<HuaweiCall, Response> inProject(
      int status, Function<HuaweiCall, JsonObject> effect) {
    return call -> {
      call.project();
      JsonObject body = effect.apply(call);
      return Response.of(status, status == 204 ? "" : body.toString());
    };
  }

  private static Response finished(Response response, String requestId) {
    return response
        .with("X-Request-Id", requestId)
        .with("Content-Type", "application/json;charset=utf-8");
  }

  @Override
  public String name() {
    return "huaweicloud";
  }

  @Override
  public List<String> regions() {
    return REGIONS;
  }

  @Override
  public SortedMap<String, Operation> operations() {
    return operations;
  }

  @Override
  public String route(Request request) {
    return routes.stream()
        .filter(route -> route.match(request).isPresent())
        .findFirst()
        .map(Route::name)
        .orElseThrow(HuaweiErrors::noSuchApi);
  }

  @Override
  public Account authenticate(Request request, Keys keys, Instant now) {
    if (request.method().equals("POST") && request.path().endsWith(Iam.TOKENS)) {
      return Iam.authenticate(request, keys);
    }
    Optional<String> token = request.header("X-Auth-Token");
    return token.isPresent()
        ? Token.verify(token.get(), keys, now)
        : SdkHmacSha256.verify(request, keys, now);
  }

  @Override
  public Response refuse(Refused refusal, Request request, String requestId) {
    return finished(HuaweiErrors.answer(refusal, requestId), requestId);
  }

  @Override
  public Refused throttled() {
    return HuaweiErrors.throttled();
  }

  @Override
  public Refused denied(Account caller, String operation) {
    return HuaweiErrors.denied("%s may not call %s".formatted(caller.id(), operation));
  }

  @Override
  public String internalError() {
    return HuaweiErrors.INTERNAL;
  }

  @Override
  public JsonObject check(String kind, JsonObject document) {
    Kind known =
        Kind.of(kind)
            .orElseThrow(() ->
                new JsonTypeException("objects of kind \"%s\" cannot be changed".formatted(kind)));
    Resource understood = Resource.of(document);
    if (!understood.toJson().equals(document)) {
      throw new JsonTypeException(
          "a %s has the members %s and no others"
              .formatted(kind, String.join(", ", understood.toJson().names())));
    }
    String status = understood.progress().status();
    if (!known.statuses().contains(status)) {
      throw new JsonTypeException("\"status\": a %s cannot be \"%s\"".formatted(kind, status));
    }
    known.required().forEach(understood::text);
    return document;
  }

  @Override
  public Set<String> secrets(String kind) {
    return kind.equals(Kind.CONNECTION.wire()) ? Set.of(Resource.SECRET) : Set.of();
  }

  @Override
  public SortedMap<String, Set<String>> listable() {
    var listable = new TreeMap<String, Set<String>>();
    listable.put("subnets", Set.of("id", "cidr", Networks.FREE));
    listable.put(
        "eips", Set.of("id", "address", "type", "charge_mode", "bandwidth_size", "bandwidth_name"));
    return listable;
  }

  @Override
  public void checkSettings(JsonObject settings) {
    Settings.check(settings);
  }
}
