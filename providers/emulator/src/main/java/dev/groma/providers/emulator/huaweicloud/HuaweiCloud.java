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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

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

  /// All routes; where several match, the first one counts.
  private static final List<Route> ROUTES =
      Stream.of(
              Routes.gateways(),
              Routes.customerGateways(),
              Routes.common(),
              Routes.connections(),
              Routes.otherServices())
          .flatMap(List::stream)
          .toList();

  private final SortedMap<String, Operation> operations;

  /// The cloud with all its operations.
  public HuaweiCloud() {
    var all = new TreeMap<String, Operation>();
    ROUTES.forEach(route -> all.put(route.name(), operation(route)));
    operations = Collections.unmodifiableSortedMap(all);
  }

  private static Operation operation(Route route) {
    return call -> {
      var path = route.match(call.request()).orElseThrow();
      try {
        Response response = route.effect().apply(new HuaweiCall(call, path));
        return finished(response, call.requestId());
      } catch (JsonTypeException wrong) {
        throw HuaweiErrors.invalid(String.valueOf(wrong.getMessage()));
      }
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
    return ROUTES.stream()
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
    return operation.startsWith("Keystone")
        ? HuaweiErrors.deniedByIam(operation)
        : HuaweiErrors.denied("%s may not call %s".formatted(caller.id(), operation));
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
