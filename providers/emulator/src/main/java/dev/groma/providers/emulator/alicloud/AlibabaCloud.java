package dev.groma.providers.emulator.alicloud;

import static dev.groma.providers.emulator.alicloud.AliErrors.refuseIf;

import dev.groma.providers.emulator.cloud.Account;
import dev.groma.providers.emulator.cloud.Call;
import dev.groma.providers.emulator.cloud.ClientTokens;
import dev.groma.providers.emulator.cloud.Cloud;
import dev.groma.providers.emulator.cloud.Keys;
import dev.groma.providers.emulator.cloud.Operation;
import dev.groma.providers.emulator.cloud.Refused;
import dev.groma.providers.emulator.http.Request;
import dev.groma.providers.emulator.http.Response;
import dev.groma.providers.emulator.json.JsonObject;
import dev.groma.providers.emulator.json.JsonSyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Alibaba Cloud as Apsara Stack: the VPN gateways of the VPC API, version 2016-04-28, and
/// AssumeRole of STS, version 2015-04-01.
///
/// Calls come to `/`, as through the POP gateway, or by POST to `/asapi/v3`, as through the ASAPI
/// gateway, where they name their `Product` too (guide, 1.2 and 7.1). What comes back is the same.
public final class AlibabaCloud implements Cloud {
  static final List<String> REGIONS =
      List.of("cn-qingdao-env66-d01", "cn-qingdao-env17-d01", "cn-beijing", "cn-hangzhou");

  static final String ASSUME_ROLE = "AssumeRole";
  static final String VPC_VERSION = "2016-04-28";
  private static final String STS_VERSION = "2015-04-01";
  private static final String GATEWAY_VERSION = "GetApiVersion";
  private static final Duration TOKEN_LIFETIME = Duration.ofHours(24);

  /// Parameters that are other ones in a repetition of a call.
  private static final Set<String> VARYING =
      Set.of(
          "Signature",
          "SignatureNonce",
          "Timestamp",
          "AccessKeyId",
          "SecurityToken",
          "ClientToken",
          "Format");

  private final SortedMap<String, Operation> operations;

  /// The cloud with all its operations.
  public AlibabaCloud() {
    var all = new TreeMap<String, Operation>();
    gateways(all);
    routes(all);
    connections(all);
    sslServers(all);
    all.put("DescribeRegions", anywhere("DescribeRegions", Regions::describe));
    all.put(ASSUME_ROLE, anywhere(ASSUME_ROLE, Roles::assume));
    all.put(GATEWAY_VERSION, _ -> Answers.plain(version()));
    operations = Collections.unmodifiableSortedMap(all);
  }

  private static void gateways(SortedMap<String, Operation> all) {
    read(all, "CreateVpnGateway", VpnGateways::create);
    change(all, "ModifyVpnGatewayAttribute", VpnGateways::modify);
    read(all, "DescribeVpnGateways", VpnGateways::describeAll);
    read(all, "DescribeVpnGateway", VpnGateways::describe);
    change(all, "DeleteVpnGateway", VpnGateways::delete);
    change(all, "CreateCustomerGateway", CustomerGateways::create);
    change(all, "ModifyCustomerGatewayAttribute", CustomerGateways::modify);
    read(all, "DescribeCustomerGateways", CustomerGateways::describeAll);
    read(all, "DescribeCustomerGateway", CustomerGateways::describe);
    change(all, "DeleteCustomerGateway", CustomerGateways::delete);
  }

  private static void routes(SortedMap<String, Operation> all) {
    change(all, "CreateVpnRouteEntry", Routes.DESTINATION::create);
    change(all, "ModifyVpnRouteEntryWeight", Routes.DESTINATION::weigh);
    change(all, "DeleteVpnRouteEntry", Routes.DESTINATION::delete);
    read(all, "DescribeVpnRouteEntries", Routes.DESTINATION::describe);
    change(all, "PublishVpnRouteEntry", Routes::publish);
    change(all, "CreateVpnPbrRouteEntry", Routes.POLICY::create);
    change(all, "ModifyVpnPbrRouteEntryWeight", Routes.POLICY::weigh);
    change(all, "DeleteVpnPbrRouteEntry", Routes.POLICY::delete);
    read(all, "DescribeVpnPbrRouteEntries", Routes.POLICY::describe);
  }

  private static void connections(SortedMap<String, Operation> all) {
    change(all, "CreateVpnConnection", VpnConnections::create);
    change(all, "ModifyVpnConnectionAttribute", VpnConnections::modify);
    read(all, "DescribeVpnConnections", VpnConnections::describeAll);
    read(all, "DescribeVpnConnection", VpnConnections::describe);
    read(all, "DownloadVpnConnectionConfig", VpnConnections::download);
    change(all, "DeleteVpnConnection", VpnConnections::delete);
  }

  private static void sslServers(SortedMap<String, Operation> all) {
    change(all, "CreateSslVpnServer", SslVpnServers::create);
    change(all, "ModifySslVpnServer", SslVpnServers::modify);
    read(all, "DescribeSslVpnServers", SslVpnServers::describeAll);
    read(all, "DescribeVpnSslServerLogs", ServerLogs::describe);
    change(all, "DeleteSslVpnServer", SslVpnServers::delete);
    change(all, "CreateSslVpnClientCert", SslVpnClientCerts::create);
    change(all, "ModifySslVpnClientCert", SslVpnClientCerts::modify);
    read(all, "DescribeSslVpnClientCerts", SslVpnClientCerts::describeAll);
    read(all, "DescribeSslVpnClientCert", SslVpnClientCerts::describe);
    change(all, "DeleteSslVpnClientCert", SslVpnClientCerts::delete);
  }

  @Override
  public String name() {
    return "alicloud";
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
  public Set<String> quotas() {
    return Arrays.stream(Kind.values()).map(kind -> kind.table).collect(Collectors.toSet());
  }

  @Override
  public String route(Request request) {
    refuseIf(!Set.of("GET", "POST").contains(request.method()), AliErrors.unsupportedMethod());
    if (request.path().equals("/api/version")) {
      return GATEWAY_VERSION;
    }
    Parameters parameters = Parameters.of(request);
    String action = parameters.require("Action");
    String version = parameters.require("Version");
    boolean sts = action.equals(ASSUME_ROLE);
    refuseIf(
        !operations.containsKey(action) || action.equals(GATEWAY_VERSION), AliErrors.noSuchApi());
    refuseIf(!version.equals(sts ? STS_VERSION : VPC_VERSION), AliErrors.invalidVersion());
    switch (request.path()) {
      case "/" -> {}
      case "/asapi/v3" -> {
        refuseIf(!request.method().equals("POST"), AliErrors.unsupportedMethod());
        refuseIf(
            !parameters.require("Product").equalsIgnoreCase(sts ? "Sts" : "Vpc"),
            AliErrors.noSuchApi());
      }
      default -> throw AliErrors.noSuchApi();
    }
    return action;
  }

  /// The version of the ASAPI gateway can be asked for by everyone.
  @Override
  public Account authenticate(Request request, Keys keys, Instant now) {
    return request.path().endsWith("/api/version")
        ? new Account("", "", "")
        : RpcSignature.verify(request.method(), Parameters.of(request), keys, now);
  }

  @Override
  public Response refuse(Refused refusal, Request request, String requestId) {
    return Answers.failure(request, refusal, requestId);
  }

  @Override
  public Refused throttled() {
    return AliErrors.throttled();
  }

  @Override
  public Refused denied(Account caller, String operation) {
    return operation.equals(ASSUME_ROLE) ? Roles.denied() : AliErrors.subUser();
  }

  @Override
  public String internalError() {
    return "InternalError";
  }

  @Override
  public JsonObject check(String kind, JsonObject document) {
    return Kind.of(kind).check(document);
  }

  @Override
  public Set<String> secrets(String kind) {
    return Arrays.stream(Kind.values())
        .filter(one -> one.table.equals(kind))
        .map(Kind::secrets)
        .findFirst()
        .orElse(Set.of());
  }

  // ---- what every operation does ----

  private static void read(
      SortedMap<String, Operation> all, String action, Function<AliCall, JsonObject> effect) {
    all.put(action, once(action, call -> effect.apply(AliCall.of(call))));
  }

  private static Operation anywhere(String action, Function<AliCall, JsonObject> effect) {
    return once(action, call -> effect.apply(AliCall.anywhere(call)));
  }

  /// An operation that takes a ClientToken.
  private static void change(
      SortedMap<String, Operation> all, String action, Function<AliCall, JsonObject> effect) {
    all.put(action, once(action, call -> tokened(action, AliCall.of(call), effect)));
  }

  /// A nonce is good for one request of a key as long as the request's time is.
  private static Operation once(String action, Function<Call, JsonObject> effect) {
    return call -> {
      Parameters parameters = Parameters.of(call.request());
      String mark = parameters.require("AccessKeyId") + "/" + parameters.require("SignatureNonce");
      Instant forgotten = call.now().plus(RpcSignature.CLOCK_WINDOW.multipliedBy(2));
      refuseIf(!call.world().mark(mark, call.now(), forgotten), AliErrors.nonceUsed());
      return Answers.success(call.request(), action, effect.apply(call), call.requestId());
    };
  }

  /// What the first success under the call's token answered, if it carries one.
  private static JsonObject tokened(
      String action, AliCall call, Function<AliCall, JsonObject> effect) {
    Optional<String> token = call.parameters().find("ClientToken");
    if (token.isEmpty()) {
      return effect.apply(call);
    }
    refuseIf(
        !token.get().matches("\\p{ASCII}{1,64}"),
        AliErrors.invalid("ClientToken", "It must be 1 to 64 ASCII characters."));
    var given = new TreeMap<>(call.parameters().all());
    given.keySet().removeAll(VARYING);
    Response first =
        new ClientTokens(call.call().world(), call.now(), TOKEN_LIFETIME)
            .once(
                call.call().caller(),
                token.get(),
                action + call.organization() + given,
                AliErrors::tokenReused,
                () -> Response.of(200, effect.apply(call).toString()));
    try {
      return JsonObject.parse(first.body());
    } catch (JsonSyntaxException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /// What the guide's check of an ASAPI endpoint (7.2.1) sees.
  private static JsonObject version() {
    return JsonObject.EMPTY.with("version", "v3.13").with("code", "200");
  }
}
