package dev.groma.providers.emulator;

import dev.groma.providers.emulator.EmulatedCloud.Answer;
import dev.groma.providers.emulator.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/// A client of the emulator's Huawei Cloud: one account in one project, signing its requests.
///
/// @param project the id of the project, which `{}` in a path stands for
record HuaweiClient(EmulatedCloud cloud, String accessKey, String secretKey, String project) {
  static final String VPC = "0cf79a3f-demo-a8df-va86-d7ace626b0fa";
  static final String SUBNET = "f5741286-demo-a8df-va86-2c82bd9ee114";
  static final String EIP_1 = "8ff5d6b5-demo-a8df-va86-b9d598033153";
  static final String EIP_2 = "08e7e927-demo-a8df-va86-26a6394021eb";

  /// The body of a public gateway with two EIPs that exist.
  static final String GATEWAY =
      """
      {"vpn_gateway": {"vpc_id": "%s", "local_subnets": ["192.168.0.0/24"],
       "connect_subnet": "%s", "eip1": {"id": "%s"}, "eip2": {"id": "%s"}}}
      """
          .formatted(VPC, SUBNET, EIP_1, EIP_2);

  static HuaweiClient of(EmulatedCloud cloud) throws Exception {
    return of(cloud, EmulatedCloud.ACCESS_KEY, EmulatedCloud.SECRET_KEY, "cn-north-4");
  }

  /// A client in the project of that name.
  static HuaweiClient of(EmulatedCloud cloud, String accessKey, String secretKey, String name)
      throws Exception {
    var client = new HuaweiClient(cloud, accessKey, secretKey, "");
    JsonObject projects = client.call("GET", "/v3/projects?name=" + name, "").json();
    String id = projects.objects("projects").getFirst().text("id").orElseThrow();
    return new HuaweiClient(cloud, accessKey, secretKey, id);
  }

  /// The time as a signature has it.
  String time() {
    return cloud.clock.instant().toString().replaceAll("[-:]|\\.[0-9]+", "");
  }

  Answer call(String method, String path, String body) throws Exception {
    return signed(method, path.replace("{}", project), body, Map.of());
  }

  /// Sends a request with a signature; `more` are headers that are not signed.
  Answer signed(String method, String target, String body, Map<String, String> more)
      throws Exception {
    var signed = new TreeMap<String, String>();
    signed.put("Host", cloud.endpoint("huaweicloud").getAuthority());
    signed.put("X-Sdk-Date", time());
    String signature = HuaweiSigner.signature(secretKey, method, target, signed, body);
    var headers = new TreeMap<String, String>(more);
    headers.put("X-Sdk-Date", time());
    headers.put("Content-Type", "application/json");
    headers.put(
        "Authorization",
        "SDK-HMAC-SHA256 Access=%s, SignedHeaders=%s, Signature=%s"
            .formatted(accessKey, HuaweiSigner.signed(signed), signature));
    return send(method, target, body, headers);
  }

  /// Sends a request as it is.
  Answer send(String method, String target, String body, Map<String, String> headers)
      throws Exception {
    return cloud.send("huaweicloud", method, target.replace("{}", project), body, headers);
  }

  /// Status and code of an error, in either form of body, or the status alone.
  static String outcome(Answer answer) throws Exception {
    if (answer.status() < 400) {
      return "" + answer.status();
    }
    JsonObject error = answer.json();
    return answer.status()
        + " "
        + error.text("error_code").or(() -> error.text("code")).orElse("?");
  }

  /// Status, code and message of an error.
  static String told(Answer answer) throws Exception {
    if (answer.status() < 400) {
      return outcome(answer);
    }
    JsonObject error = answer.json();
    return outcome(answer)
        + ": "
        + error.text("error_msg").or(() -> error.text("message")).orElse("?");
  }

  /// The object of an answer that succeeded.
  static JsonObject thing(Answer answer, String name) throws Exception {
    if (answer.status() >= 300) {
      throw new AssertionError(answer.status() + " " + answer.text());
    }
    return answer.json().object(name).orElseThrow(() -> new AssertionError(answer.text()));
  }

  static String id(Answer answer, String name) throws Exception {
    return thing(answer, name).text("id").orElseThrow();
  }

  /// A body with changes merged into its one object; null removes.
  static String changed(String body, String changes) throws Exception {
    JsonObject whole = JsonObject.parse(body);
    String name = whole.names().iterator().next();
    return whole.merge(JsonObject.EMPTY.with(name, JsonObject.parse(changes))).toString();
  }

  void settle() {
    cloud.clock.advance(EmulatedCloud.LATENCY);
  }

  /// The id of a new gateway that is active.
  String gateway(String changes) throws Exception {
    String id = id(call("POST", "/v5/{}/vpn-gateways", changed(GATEWAY, changes)), "vpn_gateway");
    settle();
    return id;
  }

  JsonObject showGateway(String id) throws Exception {
    return thing(call("GET", "/v5/{}/vpn-gateways/" + id, ""), "vpn_gateway");
  }

  /// The id of a new customer gateway with that address.
  String customer(String address) throws Exception {
    String body = "{\"customer_gateway\": {\"id_value\": \"%s\"}}".formatted(address);
    return id(call("POST", "/v5/{}/customer-gateways", body), "customer_gateway");
  }

  /// The body of a connection by static routes.
  static String connection(String gateway, String address, String customer) {
    return """
    {"vpn_connection": {"vgw_id": "%s", "vgw_ip": "%s", "cgw_id": "%s",
     "peer_subnets": ["192.168.44.0/24"], "psk": "abcd#1234"}}
    """
        .formatted(gateway, address, customer);
  }

  Answer connect(String body, String changes) throws Exception {
    return call("POST", "/v5/{}/vpn-connection", changed(body, changes));
  }

  JsonObject showConnection(String id) throws Exception {
    return thing(call("GET", "/v5/{}/vpn-connection/" + id, ""), "vpn_connection");
  }

  String status(String kind, String name, String id) throws Exception {
    Answer answer = call("GET", "/v5/{}/" + kind + "/" + id, "");
    return answer.status() < 300
        ? thing(answer, name).text("status").orElse("none")
        : outcome(answer);
  }
}
