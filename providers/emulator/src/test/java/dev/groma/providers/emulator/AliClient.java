package dev.groma.providers.emulator;

import dev.groma.providers.emulator.EmulatedCloud.Answer;
import dev.groma.providers.emulator.json.JsonObject;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// A client of the emulator's Alibaba Cloud: one key in one region, with headers for all requests.
/// Names and values of parameters are given in turn; an empty value leaves a parameter out.
record AliClient(
    EmulatedCloud cloud,
    String accessKey,
    String secretKey,
    Optional<String> token,
    String region,
    Map<String, String> headers,
    AtomicLong nonces) {
  static final String VPC = "vpc-bp1ub1yt9cvakoe1jaaaa";

  static AliClient of(EmulatedCloud cloud) {
    return new AliClient(
        cloud,
        EmulatedCloud.ACCESS_KEY,
        EmulatedCloud.SECRET_KEY,
        Optional.empty(),
        "cn-qingdao-env66-d01",
        Map.of(),
        new AtomicLong());
  }

  AliClient as(String access, String secret) {
    return new AliClient(cloud, access, secret, Optional.empty(), region, headers, nonces);
  }

  /// With the temporary keys that AssumeRole answered.
  AliClient as(JsonObject credentials) {
    return new AliClient(
        cloud,
        credentials.text("AccessKeyId").orElseThrow(),
        credentials.text("AccessKeySecret").orElseThrow(),
        credentials.text("SecurityToken"),
        region,
        headers,
        nonces);
  }

  AliClient in(String other) {
    return new AliClient(cloud, accessKey, secretKey, token, other, headers, nonces);
  }

  AliClient with(String... namesAndValues) {
    var more = new TreeMap<>(headers);
    more.putAll(pairs(namesAndValues));
    return new AliClient(cloud, accessKey, secretKey, token, region, more, nonces);
  }

  static Map<String, String> pairs(String... namesAndValues) {
    var pairs = new TreeMap<String, String>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      pairs.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return pairs;
  }

  static String[] flat(Map<String, String> parameters) {
    var flat = new ArrayList<String>();
    parameters.forEach((name, value) -> flat.addAll(List.of(name, value)));
    return flat.toArray(String[]::new);
  }

  /// The parameters of a call, unsigned.
  Map<String, String> parameters(String action, String... namesAndValues) {
    var parameters = new TreeMap<String, String>();
    parameters.put("Action", action);
    parameters.put("Version", action.equals("AssumeRole") ? "2015-04-01" : "2016-04-28");
    parameters.put("RegionId", region);
    parameters.put("AccessKeyId", accessKey);
    parameters.put("SignatureMethod", "HMAC-SHA1");
    parameters.put("SignatureVersion", "1.0");
    parameters.put("SignatureNonce", "nonce-" + nonces.incrementAndGet());
    parameters.put("Timestamp", cloud.clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    token.ifPresent(text -> parameters.put("SecurityToken", text));
    parameters.putAll(pairs(namesAndValues));
    parameters.values().removeIf(String::isEmpty);
    return parameters;
  }

  Map<String, String> signed(String method, Map<String, String> parameters) throws Exception {
    var signed = new TreeMap<>(parameters);
    signed.put("Signature", AliSigner.signature(method, parameters, secretKey));
    return signed;
  }

  /// Calls by GET and gets JSON.
  Answer get(String action, String... namesAndValues) throws Exception {
    return sent(signed("GET", parameters(action, namesAndValues)));
  }

  /// Sends parameters, signed or not, by GET.
  Answer sent(Map<String, String> parameters) throws Exception {
    return cloud.send("alicloud", "GET", "/?" + AliSigner.form(parameters), "", headers);
  }

  /// Calls by POST with the parameters in the form.
  Answer post(String path, String action, String... namesAndValues) throws Exception {
    String form = AliSigner.form(signed("POST", parameters(action, namesAndValues)));
    return cloud.send("alicloud", "POST", path, form, headers);
  }

  /// Status and code of an error in JSON, such as `404 InvalidApi.NotFound`, or the status alone.
  static String outcome(Answer answer) throws Exception {
    return answer.status() < 400
        ? "" + answer.status()
        : answer.status() + " " + answer.json().text("Code").orElse("? " + answer.text());
  }

  String outcome(String action, String... namesAndValues) throws Exception {
    return outcome(get(action, namesAndValues));
  }

  /// Status, code and message of an error in JSON.
  static String told(Answer answer) throws Exception {
    return outcome(answer)
        + (answer.status() < 400 ? "" : ": " + answer.json().text("Message").orElse("?"));
  }

  /// The body of a success.
  JsonObject done(String action, String... namesAndValues) throws Exception {
    Answer answer = get(action, namesAndValues);
    if (answer.status() != 200) {
      throw new AssertionError(action + ": " + answer.text());
    }
    return answer.json();
  }

  /// The entries of a list.
  List<JsonObject> listed(String list, String entry, String action, String... namesAndValues)
      throws Exception {
    return done(action, namesAndValues).object(list).orElseThrow().objects(entry);
  }

  /// The id of something new, after the time that it takes.
  String id(String member, String action, String... namesAndValues) throws Exception {
    String id = done(action, namesAndValues).text(member).orElseThrow();
    rest();
    return id;
  }

  /// Lets the time pass that a change takes.
  void rest() {
    cloud.clock.advance(EmulatedCloud.LATENCY);
  }

  /// An active gateway for IPsec and SSL.
  String gateway() throws Exception {
    return id(
        "VpnGatewayId",
        "CreateVpnGateway",
        "Bandwidth",
        "10",
        "VpcId",
        VPC,
        "EnableIpsec",
        "true",
        "EnableSsl",
        "true",
        "SslConnections",
        "10");
  }

  String customer(String address) throws Exception {
    return id("CustomerGatewayId", "CreateCustomerGateway", "IpAddress", address);
  }

  String connection(String gateway, String customer, String remote) throws Exception {
    return id(
        "VpnConnectionId",
        "CreateVpnConnection",
        "VpnGatewayId",
        gateway,
        "CustomerGatewayId",
        customer,
        "LocalSubnet",
        "10.1.0.0/16",
        "RemoteSubnet",
        remote);
  }

  String server(String gateway) throws Exception {
    return id(
        "SslVpnServerId",
        "CreateSslVpnServer",
        "VpnGatewayId",
        gateway,
        "ClientIpPool",
        "192.168.1.0/24",
        "LocalSubnet",
        "10.0.0.0/8");
  }
}
