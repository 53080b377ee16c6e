package dev.groma.providers.emulator.baiducloud;

import dev.groma.providers.emulator.cloud.Account;
import dev.groma.providers.emulator.cloud.ClientTokens;
import dev.groma.providers.emulator.cloud.Cloud;
import dev.groma.providers.emulator.cloud.Keys;
import dev.groma.providers.emulator.cloud.Operation;
import dev.groma.providers.emulator.cloud.Refused;
import dev.groma.providers.emulator.http.Parameter;
import dev.groma.providers.emulator.http.Request;
import dev.groma.providers.emulator.http.Response;
import dev.groma.providers.emulator.json.JsonObject;
import dev.groma.providers.emulator.json.JsonTypeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Baidu AI Cloud: the PeerConn API of the VPC product, and the STS that gives temporary keys.
public final class BaiduCloud implements Cloud {
  static final List<String> REGIONS = List.of("bj", "gz", "su", "hkg", "fwh", "bd");
  private static final Duration TOKEN_LIFETIME = Duration.ofHours(24);
  private static final Pattern PATH =
      Pattern.compile("/v([0-9]+)/peerconn(?<object>/[^/]+(?<protect>/deleteProtect)?)?/?");

  /// What a PUT of an object does, by the flag in its query.
  private static final Map<String, String> FLAGS =
      Map.of(
          "accept", "AcceptPeerConnApply",
          "reject", "RejectPeerConnApply",
          "resize", "ResizePeerConn",
          "purchaseReserved", "RenewPeerConn",
          "refund", "RefundPeerConn",
          "open", "OpenPeerConnSyncDNS",
          "close", "ClosePeerConnSyncDNS");

  private final SortedMap<String, Operation> operations;

  /// The cloud with all its operations.
  public BaiduCloud() {
    var all = new TreeMap<String, Operation>();
    all.put("CreatePeerConn", change(PeerConns::create));
    all.put("ListPeerConn", read(PeerConns::list));
    all.put("GetPeerConnDetail", read(PeerConns::detail));
    all.put("UpdatePeerConn", change(PeerConns::update));
    all.put("AcceptPeerConnApply", change(PeerConns::accept));
    all.put("RejectPeerConnApply", change(PeerConns::reject));
    all.put("ResizePeerConn", change(PeerConns::resize));
    all.put("RenewPeerConn", change(PeerConns::renew));
    all.put("OpenPeerConnSyncDNS", change(PeerConns::openDns));
    all.put("ClosePeerConnSyncDNS", change(PeerConns::closeDns));
    all.put("UpdatePeerConnDeleteProtect", change(PeerConns::protect));
    all.put("RefundPeerConn", change(PeerConns::refund));
    all.put("DeletePeerConn", change(PeerConns::release));
    all.put("GetSessionToken", read(SessionTokens::grant));
    operations = Collections.unmodifiableSortedMap(all);
  }

  @Override
  public String name() {
    return "baiducloud";
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
    if (request.path().equals("/v1/sessionToken") && request.method().equals("POST")) {
      return "GetSessionToken";
    }
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      throw BceErrors.invalidUri();
    }
    if (!path.group(1).equals("1")) {
      throw BceErrors.invalidVersion();
    }
    String place =
        path.group("protect") != null ? "protect" : path.group("object") != null ? "object" : "all";
    return switch (request.method() + " " + place) {
      case "POST all" -> "CreatePeerConn";
      case "GET all" -> "ListPeerConn";
      case "GET object" -> "GetPeerConnDetail";
      case "DELETE object" -> "DeletePeerConn";
      case "PUT protect" -> "UpdatePeerConnDeleteProtect";
      case "PUT object" ->
          request.query().stream()
              .map(Parameter::name)
              .filter(FLAGS::containsKey)
              .map(FLAGS::get)
              .findFirst()
              .orElse("UpdatePeerConn");
      default -> throw BceErrors.invalidUri();
    };
  }

  @Override
  public Account authenticate(Request request, Keys keys, Instant now) {
    return BceAuthV1.verify(request, keys, now);
  }

  @Override
  public Response refuse(Refused refusal, Request request, String requestId) {
    JsonObject body =
        JsonObject.EMPTY
            .with("requestId", requestId)
            .with("code", refusal.code())
            .with("message", refusal.text());
    return finished(Response.of(refusal.status(), body.toString()), requestId);
  }

  @Override
  public Refused throttled() {
    return BceErrors.requestLimitExceeded();
  }

  @Override
  public Refused denied(Account caller, String operation) {
    return BceErrors.accessDenied(
        "Access denied: %s may not call %s.".formatted(caller.id(), operation));
  }

  @Override
  public String internalError() {
    return "InternalError";
  }

  @Override
  public JsonObject check(String kind, JsonObject document) {
    if (!kind.equals(PeerConn.KIND)) {
      throw new JsonTypeException("objects of kind \"%s\" cannot be changed".formatted(kind));
    }
    JsonObject understood = PeerConn.of(document).toJson();
    if (!understood.equals(document)) {
      throw new JsonTypeException(
          "a peerconn has the members %s and no others"
              .formatted(String.join(", ", understood.names())));
    }
    return document;
  }

  private static Operation read(Function<BaiduCall, JsonObject> operation) {
    return call -> finished(answer(BaiduCall.of(call), operation), call.requestId());
  }

  private static Operation change(Function<BaiduCall, JsonObject> operation) {
    return call -> {
      BaiduCall baidu = BaiduCall.of(call);
      Optional<String> token = baidu.query("clientToken");
      Response response =
          token.isEmpty()
              ? answer(baidu, operation)
              : new ClientTokens(call.world(), call.now(), TOKEN_LIFETIME)
                  .once(
                      call.caller(),
                      valid(token.get()),
                      fingerprint(baidu),
                      BceErrors::idempotentParameterMismatch,
                      () -> answer(baidu, operation));
      return finished(response, call.requestId());
    };
  }

  private static Response answer(BaiduCall call, Function<BaiduCall, JsonObject> operation) {
    try {
      JsonObject body = operation.apply(call);
      return Response.of(200, body.names().isEmpty() ? "" : body.toString());
    } catch (JsonTypeException wrong) {
      throw BceErrors.inappropriateJson(String.valueOf(wrong.getMessage()));
    }
  }

  private static Response finished(Response response, String requestId) {
    return response
        .with("x-bce-request-id", requestId)
        .with("Content-Type", "application/json;charset=UTF-8");
  }

  private static String valid(String token) {
    if (!token.matches("\\p{ASCII}{1,64}")) {
      throw BceErrors.badRequest("clientToken must be 1 to 64 ASCII characters.");
    }
    return token;
  }

  private static String fingerprint(BaiduCall call) {
    Request request = call.call().request();
    Set<String> unimportant = Set.of("clientToken", "authorization");
    List<Parameter> parameters =
        request.query().stream().filter(p -> !unimportant.contains(p.name())).toList();
    return String.join(
        " ",
        request.method(),
        request.rawPath(),
        BceAuthV1.canonicalQuery(parameters),
        call.body().canonical());
  }
}
