package dev.groma.providers.emulator.ksyun;

import static dev.groma.providers.emulator.ksyun.KsyunErrors.refuseIf;

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
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Kingsoft Cloud: peering connections and VPNs of the VPC API, version 2016-03-04.
public final class KsyunCloud implements Cloud {
  static final List<String> REGIONS =
      List.of(
          "cn-beijing-6",
          "cn-shanghai-2",
          "cn-shanghai-3",
          "cn-guangzhou-1",
          "cn-hongkong-2",
          "ap-singapore-1",
          "eu-east-1");
  static final String SERVICE = "vpc";

  /// The body of an answer that says no more than that it worked.
  static final JsonObject DONE = JsonObject.EMPTY.with("Return", true);

  private static final String VERSION = "2016-03-04";

  /// The operations that cannot be called by GET.
  private static final Set<String> POST_ONLY = Set.of("CreateVpnTunnel");

  private final SortedMap<String, Operation> operations;

  /// The cloud with all its operations.
  public KsyunCloud() {
    var all = new TreeMap<String, Function<KsyunCall, JsonObject>>();
    all.put("CreateVpcPeeringConnection", Peerings::create);
    all.put("ModifyVpcPeeringConnection", Peerings::modify);
    all.put("DeleteVpcPeeringConnection", Peerings::delete);
    all.put("DescribeVpcPeeringConnections", Peerings::describe);
    all.put("AcceptVpcPeeringConnection", Peerings::accept);
    all.put("RejectVpcPeeringConnection", Peerings::reject);
    all.put("CreateVpnGateway", VpnGateways::create);
    all.put("ModifyVpnGateway", VpnGateways::modify);
    all.put("DeleteVpnGateway", VpnGateways::delete);
    all.put("DescribeVpnGateways", VpnGateways::describe);
    all.put("CreateCustomerGateway", CustomerGateways::create);
    all.put("ModifyCustomerGateway", CustomerGateways::modify);
    all.put("DeleteCustomerGateway", CustomerGateways::delete);
    all.put("DescribeCustomerGateways", CustomerGateways::describe);
    all.put("CreateVpnTunnel", VpnTunnels::create);
    all.put("ModifyVpnTunnel", VpnTunnels::modify);
    all.put("DeleteVpnTunnel", VpnTunnels::delete);
    all.put("DescribeVpnTunnels", VpnTunnels::describe);
    var named = new TreeMap<String, Operation>();
    all.forEach((action, effect) -> named.put(action, operation(action, effect)));
    operations = Collections.unmodifiableSortedMap(named);
  }

  @Override
  public String name() {
    return "ksyun";
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
    Set<String> methods = Set.of("GET", "POST");
    refuseIf(!methods.contains(request.method()), KsyunErrors.invalidMethod(request.method()));
    Parameters parameters = Parameters.of(request);
    String action = parameters.require("Action");
    refuseIf(
        !request.path().equals("/")
            || !operations.containsKey(action)
            || !parameters.require("Version").equals(VERSION),
        KsyunErrors.noSuchApi());
    refuseIf(
        POST_ONLY.contains(action) && !request.method().equals("POST"),
        KsyunErrors.invalidMethod(request.method()));
    return action;
  }

  @Override
  public Account authenticate(Request request, Keys keys, Instant now) {
    refuseIf(request.header("Host").isEmpty(), KsyunErrors.noHost());
    if (AwsV4.concerns(request)) {
      return AwsV4.verify(request, keys, now);
    }
    Parameters parameters = Parameters.of(request);
    refuseIf(!SimpleSignature.concerns(parameters), KsyunErrors.unsigned());
    return SimpleSignature.verify(parameters, keys, now);
  }

  @Override
  public Response refuse(Refused refusal, Request request, String requestId) {
    return Answers.failure(request, refusal, requestId);
  }

  @Override
  public Refused throttled() {
    return KsyunErrors.limitExceeded();
  }

  @Override
  public Refused denied(Account caller, String operation) {
    return KsyunErrors.accessDenied(caller.id(), operation);
  }

  @Override
  public String internalError() {
    return "ServiceUnavailable";
  }

  @Override
  public JsonObject check(String kind, JsonObject document) {
    JsonObject understood =
        switch (kind) {
          case Peering.KIND -> Peering.of(document).toJson();
          case VpnGateway.KIND -> VpnGateway.of(document).toJson();
          case CustomerGateway.KIND -> CustomerGateway.of(document).toJson();
          case VpnTunnel.KIND -> VpnTunnel.of(document).toJson();
          default ->
              throw new JsonTypeException(
                  "objects of kind \"%s\" cannot be changed".formatted(kind));
        };
    if (!understood.equals(document)) {
      throw new JsonTypeException(
          "a %s has the members %s and no others"
              .formatted(kind, String.join(", ", understood.names())));
    }
    return document;
  }

  @Override
  public Set<String> secrets(String kind) {
    return kind.equals(VpnTunnel.KIND) ? Set.of(VpnTunnel.SECRET) : Set.of();
  }

  /// A dry run takes the same steps in a copy of the world, so that it refuses what the call would
  /// be refused for.
  private static Operation operation(String action, Function<KsyunCall, JsonObject> effect) {
    return call -> {
      KsyunCall ksyun = KsyunCall.of(call, action);
      boolean rehearsal = ksyun.parameters().flag("DryRun");
      JsonObject body = effect.apply(rehearsal ? ksyun.rehearsed() : ksyun);
      refuseIf(rehearsal, KsyunErrors.dryRun());
      return Answers.success(call.request(), action, body, call.requestId());
    };
  }
}
