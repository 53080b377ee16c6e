package dev.groma.providers.emulator.ksyun;

import dev.groma.providers.emulator.cloud.Documents;
import dev.groma.providers.emulator.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A peering connection between two VPCs, one object for both sides and with one id.
///
/// Time alone moves it on: what it is at a moment follows from the state it was put in, when, and
/// the latency ([#at]).
///
/// @param since when `state` was entered
/// @param chargeType empty within one region
/// @param project the requester's
record Peering(
    String id,
    State state,
    Instant since,
    String name,
    int bandwidth,
    Optional<String> chargeType,
    String project,
    Instant created,
    End requester,
    End accepter) {
  static final String KIND = "vpc-peering-connection";

  /// How long an accepter in another account may hesitate.
  private static final Duration INVITATION = Duration.ofDays(7);

  /// The documented states.
  enum State {
    PENDING_ACCEPTANCE,
    ACTIVE,
    REJECTED,
    FAILED,
    EXPIRED,
    PROVISIONING;

    String wire() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static State of(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /// One side of a peering: a VPC and whose it is.
  ///
  /// @param cidr empty when it is not known
  record End(String account, String region, String vpcId, String vpcName, String cidr) {
    static End of(JsonObject document) {
      return new End(
          Documents.text(document, "account"),
          Documents.text(document, "region"),
          Documents.text(document, "vpcId"),
          Documents.text(document, "vpcName"),
          Documents.text(document, "cidr"));
    }

    JsonObject toJson() {
      return JsonObject.EMPTY
          .with("account", account)
          .with("region", region)
          .with("vpcId", vpcId)
          .with("vpcName", vpcName)
          .with("cidr", cidr);
    }

    boolean isAt(String caller, String place) {
      return account.equals(caller) && region.equals(place);
    }
  }

  static Peering of(JsonObject document) {
    return new Peering(
        Documents.text(document, "id"),
        Documents.parsed(document, "state", State::of),
        Documents.parsed(document, "since", Instant::parse),
        Documents.text(document, "name"),
        Documents.present("bandwidth", document.integer("bandwidth")),
        document.text("chargeType"),
        Documents.text(document, "project"),
        Documents.parsed(document, "created", Instant::parse),
        End.of(Documents.present("requester", document.object("requester"))),
        End.of(Documents.present("accepter", document.object("accepter"))));
  }

  JsonObject toJson() {
    return JsonObject.EMPTY
        .with("id", id)
        .with("state", state.wire())
        .with("since", since.toString())
        .with("name", name)
        .with("bandwidth", bandwidth)
        .with("chargeType", chargeType)
        .with("project", project)
        .with("created", created.toString())
        .with("requester", requester.toJson())
        .with("accepter", accepter.toJson());
  }

  /// What this peering is at that time, if nobody touches it until then.
  Peering at(Instant now, Duration latency) {
    return switch (state) {
      case PENDING_ACCEPTANCE -> after(since.plus(INVITATION), now, State.EXPIRED);
      case PROVISIONING ->
          after(
              since.plus(latency),
              now,
              Cidr.overlap(requester.cidr(), accepter.cidr()) ? State.FAILED : State.ACTIVE);
      case ACTIVE, REJECTED, FAILED, EXPIRED -> this;
    };
  }

  private Peering after(Instant due, Instant now, State next) {
    return now.isBefore(due) ? this : enter(next, due);
  }

  boolean remote() {
    return !requester.region().equals(accepter.region());
  }

  Peering enter(State next, Instant when) {
    return new Peering(
        id, next, when, name, bandwidth, chargeType, project, created, requester, accepter);
  }

  Peering changed(String newName, int newBandwidth) {
    return new Peering(
        id, state, since, newName, newBandwidth, chargeType, project, created, requester, accepter);
  }
}
