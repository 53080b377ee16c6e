package dev.groma.providers.emulator.huaweicloud;

import dev.groma.providers.emulator.http.Response;
import dev.groma.providers.emulator.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/// What can be asked for, in the order of the reference.
///
/// Operations have the names of the vendor's SDKs, as the reference has none. What they answer has
/// the id of the request in it, except in chapter 4.2.2.
final class Routes {
  private static final String GATEWAYS = "/v5/{project_id}/vpn-gateways";
  private static final String GATEWAY = GATEWAYS + "/{vgw_id}";
  private static final String CERTIFICATE = GATEWAY + "/certificate";
  private static final String CUSTOMERS = "/v5/{project_id}/customer-gateways";
  private static final String CUSTOMER = CUSTOMERS + "/{customer_gateway_id}";
  private static final String CONNECTIONS = "/v5/{project_id}/vpn-connection";
  private static final String CONNECTION = CONNECTIONS + "/{vpn_connection_id}";
  private static final String MONITORS = "/v5/{project_id}/connection-monitors";
  private static final String MONITOR = MONITORS + "/{connection_monitor_id}";
  private static final String TYPE = "/v5/{project_id}/{resource_type}";
  private static final String TAGS = TYPE + "/{resource_id}/tags";
  private static final String INSTANCES = TYPE + "/resource-instances";
  private static final String EIP = "/v3/{project_id}/eip/publicips/{publicip_id}";

  private Routes() {}

  static List<Route> gateways() {
    return List.of(
        vpn("CreateVgw", "POST " + GATEWAYS, 201, Gateways::create),
        vpn(
            "ListAvailabilityZones",
            "GET " + GATEWAYS + "/availability-zones",
            200,
            Gateways::availabilityZones),
        vpn("ShowVgw", "GET " + GATEWAY, 200, Gateways::show),
        vpn("ListVgws", "GET " + GATEWAYS, 200, Gateways::list),
        vpn("UpdateVgw", "PUT " + GATEWAY, 200, Gateways::update),
        vpn(
            "UpdateVgwSpecification",
            "POST " + GATEWAY + "/update-specification",
            200,
            Gateways::updateSpecification),
        vpn("DeleteVgw", "DELETE " + GATEWAY, 204, Gateways::delete),
        vpn("CreateVgwCertificate", "POST " + CERTIFICATE, 201, Certificates::create),
        vpn("ShowVgwCertificate", "GET " + CERTIFICATE, 200, Certificates::show),
        vpn(
            "UpdateVgwCertificate",
            "PUT " + CERTIFICATE + "/{certificate_id}",
            200,
            Certificates::update));
  }

  static List<Route> customerGateways() {
    return List.of(
        vpn("CreateCgw", "POST " + CUSTOMERS, 201, CustomerGateways::create),
        vpn("ShowCgw", "GET " + CUSTOMER, 200, CustomerGateways::show),
        vpn("ListCgws", "GET " + CUSTOMERS, 200, CustomerGateways::list),
        vpn("UpdateCgw", "PUT " + CUSTOMER, 200, CustomerGateways::update),
        vpn("DeleteCgw", "DELETE " + CUSTOMER, 204, CustomerGateways::delete));
  }

  /// Quotas and tags, some of whose paths could be taken for those of a connection.
  static List<Route> common() {
    return List.of(
        vpn("ShowQuotasInfo", "GET /v5/{project_id}/vpn/quotas", 200, Tags::quotas),
        inProject("ListResourcesByTags", "POST " + INSTANCES + "/filter", 200, Tags::filter),
        inProject("CountResourcesByTags", "POST " + INSTANCES + "/count", 200, Tags::count),
        inProject("BatchCreateResourceTags", "POST " + TAGS + "/create", 204, Tags::create),
        inProject("BatchDeleteResourceTags", "POST " + TAGS + "/delete", 204, Tags::delete),
        inProject("ShowResourceTags", "GET " + TAGS, 200, Tags::show),
        inProject("ListProjectTags", "GET " + TYPE + "/tags", 200, Tags::ofType));
  }

  static List<Route> connections() {
    return List.of(
        vpn("CreateVpnConnection", "POST " + CONNECTIONS, 201, Connections::create),
        vpn("ShowVpnConnection", "GET " + CONNECTION, 200, Connections::show),
        vpn("ListVpnConnections", "GET " + CONNECTIONS, 200, Connections::list),
        vpn("UpdateVpnConnection", "PUT " + CONNECTION, 200, Connections::update),
        vpn("DeleteVpnConnection", "DELETE " + CONNECTION, 204, Connections::delete),
        vpn("CreateConnectionMonitor", "POST " + MONITORS, 201, Monitors::create),
        vpn("ShowConnectionMonitor", "GET " + MONITOR, 200, Monitors::show),
        vpn("ListConnectionMonitors", "GET " + MONITORS, 200, Monitors::list),
        vpn("DeleteConnectionMonitor", "DELETE " + MONITOR, 204, Monitors::delete));
  }

  /// Identities and elastic addresses.
  static List<Route> otherServices() {
    return List.of(
        Route.of("KeystoneCreateUserTokenByPassword", "POST " + Iam.TOKENS, Iam::createToken),
        Route.of("KeystoneListProjects", "GET /v3/projects", Iam::listProjects),
        vpn("ShowPublicip", "GET " + EIP, 200, Eips::show),
        vpn(
            "DisassociatePublicips",
            "POST " + EIP + "/disassociate-instance",
            200,
            Eips::disassociate));
  }

  private static Route vpn(
      String name, String route, int status, Function<HuaweiCall, JsonObject> effect) {
    return inProject(
        name,
        route,
        status,
        call -> effect.apply(call).with("request_id", call.call().requestId()));
  }

  private static Route inProject(
      String name, String route, int status, Function<HuaweiCall, JsonObject> effect) {
    return Route.of(
        name,
        route,
        call -> {
          call.project();
          JsonObject body = effect.apply(call);
          return Response.of(status, status == 204 ? "" : body.toString());
        });
  }
}
