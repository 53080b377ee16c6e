package dev.groma.providers.emulator.ksyun;

import static dev.groma.providers.emulator.ksyun.KsyunErrors.refuseIf;

import dev.groma.providers.emulator.cloud.Vpc;
import dev.groma.providers.emulator.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The operations on peering connections: the documented rules first, then the effect.
///
/// Each takes a call and returns the body of the answer, or throws `Refused` with nothing changed.
final class Peerings {
  private static final String ID = "VpcPeeringConnectionId";
  private static final int LOCAL_BANDWIDTH = 1000;
  private static final int LARGEST_BANDWIDTH = 15_000;
  private static final int LONGEST_PURCHASE = 36;
  private static final List<String> CHARGE_TYPES = List.of("Monthly", "Daily");
  private static final Listing<Peering> LISTING =
      new Listing<>(
          ID,
          "VpcPeeringConnectionSet",
          Peering::id,
          Map.of(
              "vpc-id", peering -> peering.requester().vpcId(),
              "accept-vpc-id", peering -> peering.accepter().vpcId(),
              "state", peering -> peering.state().wire()),
          Peerings::view);

  private Peerings() {}

  // ---- create ----

  static JsonObject create(KsyunCall call) {
    Parameters parameters = call.parameters();
    String region = call.region();
    String vpcId = parameters.requireId("VpcId");
    String peerVpcId = parameters.requireId("PeerVpcId");
    String peerRegion = peerRegion(parameters, region);
    Optional<Integer> bandwidth = parameters.integer("BandWidth", 1, LARGEST_BANDWIDTH);
    Optional<String> chargeType = parameters.choice("ChargeType", CHARGE_TYPES);
    checkPrice(parameters, region.equals(peerRegion));
    String project = call.project();
    refuseIf(
        vpcId.equals(peerVpcId),
        KsyunErrors.invalid("PeerVpcId", "A VPC cannot be peered with itself."));
    String peerAccount = parameters.find("PeerAccountId").orElse(call.caller());
    Vpc local = call.vpc("VpcId", region, call.caller());
    Vpc peer = call.vpc("PeerVpcId", peerRegion, peerAccount);
    Instant now = call.call().now();
    var made =
        new Peering(
            call.unusedId(Peering.KIND),
            peerAccount.equals(call.caller())
                ? Peering.State.PROVISIONING
                : Peering.State.PENDING_ACCEPTANCE,
            now,
            parameters.find("PeeringName").orElse("ksc_peering"),
            bandwidth.orElse(LOCAL_BANDWIDTH),
            chargeType,
            project,
            now,
            end(call.caller(), local),
            end(peerAccount, peer));
    put(call, made);
    return JsonObject.EMPTY.with("VpcPeeringConnection", view(made));
  }

  private static String peerRegion(Parameters parameters, String region) {
    return parameters.choice("PeerRegion", KsyunCloud.REGIONS).orElse(region);
  }

  /// Within one region a peering costs nothing and has a bandwidth of its own; across regions both
  /// must be said.
  private static void checkPrice(Parameters parameters, boolean local) {
    if (local) {
      for (String name : List.of("BandWidth", "ChargeType", "PurchaseTime")) {
        parameters.forbid(name, "It must be left out for a peering within one region.");
      }
      return;
    }
    parameters.require("BandWidth");
    if (parameters.require("ChargeType").equals("Monthly")) {
      parameters.integer("PurchaseTime", 1, LONGEST_PURCHASE);
    } else {
      parameters.forbid("PurchaseTime", "It goes with ChargeType Monthly only.");
    }
  }

  private static Peering.End end(String account, Vpc vpc) {
    return new Peering.End(account, vpc.region(), vpc.id(), vpc.name(), vpc.cidr());
  }

  // ---- read ----

  static JsonObject describe(KsyunCall call) {
    String region = call.region();
    List<String> projects = Projects.asked(call.parameters());
    return LISTING.page(
        call.parameters(),
        call.call().world().all(Peering.KIND).values().stream()
            .map(document -> now(call, document))
            .filter(peering -> visible(call, peering, region))
            .filter(peering -> projects.contains(project(call, peering, region)))
            .toList());
  }

  private static boolean visible(KsyunCall call, Peering peering, String region) {
    return peering.requester().isAt(call.caller(), region)
        || peering.accepter().isAt(call.caller(), region);
  }

  /// The project that the caller finds a peering in: where he only accepts it, the default one.
  private static String project(KsyunCall call, Peering peering, String region) {
    return peering.requester().isAt(call.caller(), region)
        ? peering.project()
        : KsyunCall.DEFAULT_PROJECT;
  }

  private static Peering now(KsyunCall call, JsonObject document) {
    return Peering.of(document).at(call.call().now(), call.call().latency());
  }

  private static JsonObject view(Peering peering) {
    return JsonObject.EMPTY
        .with("AccepterVpcInfo", view(peering.accepter(), peering.id()))
        .with("CreateTime", KsyunCall.shown(peering.created()))
        .with("PeeringName", peering.name())
        .with("RequesterVpcInfo", view(peering.requester(), peering.id()))
        .with("VpcPeeringConnectionType", peering.remote() ? "remote" : "local")
        .with(ID, peering.id())
        .with("State", peering.state().wire())
        .with("BandWidth", peering.bandwidth())
        .with("ChargeType", peering.chargeType())
        .with("ProjectId", peering.project());
  }

  private static JsonObject view(Peering.End end, String id) {
    return JsonObject.EMPTY
        .with("AccountId", end.account())
        .with("Region", end.region())
        .with("VpcName", end.vpcName())
        .with("CidrBlock", end.cidr())
        .with("VpcId", end.vpcId())
        .with(ID, id);
  }

  // ---- change ----

  static JsonObject modify(KsyunCall call) {
    Parameters parameters = call.parameters();
    Optional<Integer> bandwidth = parameters.integer("BandWidth", 1, LARGEST_BANDWIDTH);
    Peering peering = requireOwn(call, Peering::requester);
    refuseIf(
        bandwidth.isPresent() && !peering.remote(),
        KsyunErrors.invalid("BandWidth", "Within one region it cannot be changed."));
    Peering changed =
        peering.changed(
            parameters.find("PeeringName").orElse(peering.name()),
            bandwidth.orElse(peering.bandwidth()));
    put(call, changed);
    return JsonObject.EMPTY.with("VpcPeeringConnection", view(changed));
  }

  static JsonObject accept(KsyunCall call) {
    return answer(call, Peering.State.PROVISIONING);
  }

  static JsonObject reject(KsyunCall call) {
    return answer(call, Peering.State.REJECTED);
  }

  private static JsonObject answer(KsyunCall call, Peering.State next) {
    Peering peering = requireOwn(call, Peering::accepter);
    requireState(peering, peering.state() == Peering.State.PENDING_ACCEPTANCE);
    put(call, peering.enter(next, call.call().now()));
    return KsyunCloud.DONE;
  }

  static JsonObject delete(KsyunCall call) {
    Peering peering = require(call);
    if (peering.state() == Peering.State.PENDING_ACCEPTANCE) {
      requireOwn(call, Peering::requester);
    }
    requireState(peering, peering.state() != Peering.State.PROVISIONING);
    call.call().world().remove(Peering.KIND, peering.id());
    return KsyunCloud.DONE;
  }

  private static Peering require(KsyunCall call) {
    String id = call.parameters().require(ID);
    String region = call.region();
    return call.call()
        .world()
        .find(Peering.KIND, id)
        .map(document -> now(call, document))
        .filter(peering -> visible(call, peering, region))
        .orElseThrow(() -> KsyunErrors.noSuch("VPC peering connection", id));
  }

  private static Peering requireOwn(KsyunCall call, Function<Peering, Peering.End> side) {
    Peering peering = require(call);
    refuseIf(
        !side.apply(peering).account().equals(call.caller()),
        KsyunErrors.accessDenied(call.caller(), call.action()));
    return peering;
  }

  private static void requireState(Peering peering, boolean allowed) {
    refuseIf(
        !allowed,
        KsyunErrors.invalid(
            ID,
            "This cannot be done while the peering connection is %s."
                .formatted(peering.state().wire())));
  }

  private static void put(KsyunCall call, Peering peering) {
    call.call().world().put(Peering.KIND, peering.id(), peering.toJson());
  }
}
