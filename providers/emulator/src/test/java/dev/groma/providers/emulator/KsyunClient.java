package dev.groma.providers.emulator;

import dev.groma.providers.emulator.EmulatedCloud.Answer;
import dev.groma.providers.emulator.KsyunSigner.Pair;
import dev.groma.providers.emulator.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A client of the emulator's Kingsoft Cloud: one account in one region. Names and values of
/// parameters are given in turn.
record KsyunClient(EmulatedCloud cloud, String accessKey, String secretKey, String region) {
  static final String VPC_A = "4e8d1f11-264a-468b-ae37-09b465477415";
  static final String VPC_B = "4f20f696-8d5d-4ec0-a403-e71e0068962f";
  static final String VPC_C = "4d8b2e8f-a10d-40af-a690-e6a6140ee18c";

  static KsyunClient of(EmulatedCloud cloud) {
    return new KsyunClient(
        cloud, EmulatedCloud.ACCESS_KEY, EmulatedCloud.SECRET_KEY, "cn-beijing-6");
  }

  KsyunClient as(String access, String secret) {
    return new KsyunClient(cloud, access, secret, region);
  }

  KsyunClient in(String other) {
    return new KsyunClient(cloud, accessKey, secretKey, other);
  }

  String host() {
    return cloud.endpoint("ksyun").getAuthority();
  }

  /// The time as a signature has it.
  String time() {
    return cloud.clock.instant().toString().replaceAll("[-:]|\\.[0-9]+", "");
  }

  String scope() {
    return time().substring(0, 8) + "/" + region + "/vpc/aws4_request";
  }

  static Map<String, String> parameters(String action, String... namesAndValues) {
    var parameters = new TreeMap<String, String>();
    parameters.put("Action", action);
    parameters.put("Version", "2016-03-04");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return parameters;
  }

  /// Calls by GET, signed in the header, and asks for JSON.
  Answer get(String action, String... namesAndValues) throws Exception {
    return signed("GET", "/?" + KsyunSigner.form(parameters(action, namesAndValues)), "", Map.of());
  }

  /// Calls by POST, signed in the header, and asks for JSON.
  Answer post(String action, String... namesAndValues) throws Exception {
    return signed("POST", "/", KsyunSigner.form(parameters(action, namesAndValues)), Map.of());
  }

  /// Sends a request signed in the header; `more` are signed headers too and may replace others.
  Answer signed(String method, String target, String body, Map<String, String> more)
      throws Exception {
    var headers = new TreeMap<String, String>();
    headers.put("X-Amz-Date", time());
    headers.putAll(more);
    List<Pair> signed = new ArrayList<>(List.of(new Pair("Host", host())));
    headers.forEach((name, value) -> signed.add(new Pair(name, value)));
    String signature = KsyunSigner.v4(secretKey, scope(), time(), method, target, signed, body);
    headers.put(
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(accessKey, scope(), KsyunSigner.signed(signed), signature));
    headers.putIfAbsent("Accept", "application/json");
    return cloud.send("ksyun", method, target, body, headers);
  }

  /// Sends a request as it is.
  Answer send(String target, Map<String, String> headers) throws Exception {
    return cloud.send("ksyun", "GET", target, "", headers);
  }

  /// Status and code of an error in JSON, such as `404 NoSuchEntity`, or the status alone.
  static String outcome(Answer answer) throws Exception {
    return answer.status() < 400
        ? "" + answer.status()
        : answer.status() + " " + error(answer, "Code");
  }

  /// Status, code and message of an error in JSON.
  static String told(Answer answer) throws Exception {
    return outcome(answer) + ": " + (answer.status() < 400 ? "" : error(answer, "Message"));
  }

  private static String error(Answer answer, String member) throws Exception {
    return answer
        .json()
        .object("Error")
        .flatMap(error -> error.text(member))
        .orElse("? " + answer.text());
  }

  /// A member of the one thing in an answer.
  JsonObject thing(Answer answer, String name) throws Exception {
    return answer
        .json()
        .object(name)
        .orElseThrow(() -> new AssertionError("no " + name + " in " + answer.text()));
  }

  /// The id of something new.
  String id(Answer answer, String name) throws Exception {
    return thing(answer, name).text(name + "Id").orElseThrow();
  }

  /// A new peering of the caller's VPC A with his VPC B.
  String peering(String... namesAndValues) throws Exception {
    var all = new ArrayList<>(List.of("VpcId", VPC_A, "PeerVpcId", VPC_B));
    all.addAll(List.of(namesAndValues));
    return id(
        get("CreateVpcPeeringConnection", all.toArray(String[]::new)), "VpcPeeringConnection");
  }

  JsonObject findPeering(String id) throws Exception {
    List<JsonObject> found =
        get("DescribeVpcPeeringConnections", "VpcPeeringConnectionId.1", id)
            .json()
            .objects("VpcPeeringConnectionSet");
    return found.isEmpty() ? JsonObject.EMPTY : found.getFirst();
  }

  String state(String id) throws Exception {
    return findPeering(id).text("State").orElse("gone");
  }
}
