package dev.groma.providers.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.emulator.EmulatedCloud.Answer;
import dev.groma.providers.emulator.KsyunSigner.Pair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Both signatures of Kingsoft Cloud in all their forms, and each documented error.
class KsyunSignatureTest {
  private static final String SEED =
      """
      {"accounts": [{"id": "acc-one", "access_key": "AK", "secret_key": "SK", "sessions": [
        {"access_key": "TAK", "secret_key": "TSK", "session_token": "tok en/1",
         "expires": "2026-01-31T17:00:00Z"}]}]}
      """;
  private static final String TARGET = "/?Action=DescribeVpnGateways&Version=2016-03-04";
  private static final Map<String, String> JSON = Map.of("Accept", "application/json");

  @TempDir Path folder;
  private EmulatedCloud cloud;
  private KsyunClient client;

  @BeforeEach
  void start() throws Exception {
    Path seed = Files.writeString(folder.resolve("seed.json"), SEED);
    cloud = EmulatedCloud.start(options -> options.withSeedFile(seed));
    client = KsyunClient.of(cloud);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  // ---- AWS, in the header ----

  @Test
  void aSignatureInTheHeaderVerifiesWithBothMethods() throws Exception {
    assertThat(KsyunClient.outcome(client.get("DescribeVpnGateways"))).isEqualTo("200");
    assertThat(KsyunClient.outcome(client.post("DescribeVpnGateways"))).isEqualTo("200");
    String odd = "Filter.1.Name=vpc-id&Filter.1.Value.1=a+b*%7E%2F%E4%B8%AD";
    assertThat(KsyunClient.outcome(client.signed("GET", TARGET + "&" + odd, "", Map.of())))
        .isEqualTo("200");
    assertThat(KsyunClient.outcome(client.signed("POST", TARGET, odd, Map.of())))
        .as("action and version in the query, the rest in the body, as the Go SDK does")
        .isEqualTo("200");
  }

  @Test
  void moreHeadersMayBeSigned() throws Exception {
    var more = Map.of("User-Agent", "ksc  sdk", "ksc-sdk-retry", "0/0");
    assertThat(KsyunClient.outcome(client.signed("GET", TARGET, "", more))).isEqualTo("200");
  }

  @Test
  void theBodyIsSigned() throws Exception {
    var sent = new TreeMap<String, String>(JSON);
    sent.put("X-Amz-Date", client.time());
    sent.put(
        "Authorization", authorization("AK", "SK", client.scope(), client.time(), "POST", "/"));
    Answer answer = cloud.send("ksyun", "POST", "/", TARGET.substring(2), sent);
    assertThat(KsyunClient.told(answer))
        .isEqualTo(
            "403 SignatureDoesNotMatch: The request signature we calculated does not match the"
                + " signature you provided.");
  }

  private String authorization(
      String accessKey, String secretKey, String scope, String time, String method, String target)
      throws Exception {
    var headers = List.of(new Pair("host", client.host()), new Pair("x-amz-date", time));
    return "AWS4-HMAC-SHA256 Credential=%s/%s,SignedHeaders=%s,Signature=%s"
        .formatted(
            accessKey,
            scope,
            KsyunSigner.signed(headers),
            KsyunSigner.v4(secretKey, scope, time, method, target, headers, ""));
  }

  private String told(String authorization, String time) throws Exception {
    var headers = new TreeMap<String, String>(JSON);
    headers.put("Authorization", authorization);
    if (!time.isEmpty()) {
      headers.put("X-Amz-Date", time);
    }
    return KsyunClient.told(client.send(TARGET, headers));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AK  | SK    | 20260131/cn-beijing-6/vpc/aws4_request  | 20260131T163000Z | 200:
          AK  | SK    | 20260131/cn-beijing-6/vpc/aws4_request  | 20260131T161500Z | 200:
          AK  | SK    | 20260131/cn-beijing-6/vpc/aws4_request  | 20260131T161459Z | 403 SignatureDoesNotMatch: Signature expired:20260131T161459Z.
          AK  | SK    | 20260131/cn-beijing-6/vpc/aws4_request  | 20260131T164501Z | 403 SignatureDoesNotMatch: Signature expired:20260131T164501Z.
          AK  | other | 20260131/cn-beijing-6/vpc/aws4_request  | 20260131T163000Z | 403 SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided.
          AX  | SK    | 20260131/cn-beijing-6/vpc/aws4_request  | 20260131T163000Z | 403 InvalidClientTokenId: The security token included in the request is invalid.
          AK  | SK    | 20260131/cn-beijing-6/iam/aws4_request  | 20260131T163000Z | 403 SignatureDoesNotMatch: Credential should be scoped to correct service: vpc.
          AK  | SK    | 20260131/mars/vpc/aws4_request          | 20260131T163000Z | 403 SignatureDoesNotMatch: Credential should be scoped to a valid region, not:mars.
          AK  | SK    | 20260131/cn-beijing-6/vpc/AWS4_request  | 20260131T163000Z | 403 SignatureDoesNotMatch: Credential should be scoped with a valid terminator: 'aws4_request', not: AWS4_request.
          AK  | SK    | 20260130/cn-beijing-6/vpc/aws4_request  | 20260131T163000Z | 403 SignatureDoesNotMatch: Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.
          AK  | SK    | 20260131/cn-beijing-6/aws4_request      | 20260131T163000Z | 400 IncompleteSignature: Credential must have exactly 5 slash-delimited elements, e.g. accesskeyid/date/region/service/aws4_request, got: AK/20260131/cn-beijing-6/aws4_request.
          AK  | SK    | 20260131/cn-beijing-6/vpc/aws4_request  | 2026-01-31       | 400 IncompleteSignature: Date must be in ISO-8601 'basic format'. Got '2026-01-31'. See http://en.wikipedia.org/wiki/ISO_8601 .
          AK  | SK    | 20260131/cn-beijing-6/vpc/aws4_request  | 20261331T163000Z | 400 IncompleteSignature: Date must be in ISO-8601 'basic format'. Got '20261331T163000Z'. See http://en.wikipedia.org/wiki/ISO_8601 .
          """)
  void keysScopeAndTimeAreChecked(
      String accessKey, String secretKey, String scope, String time, String told) throws Exception {
    String authorization = authorization(accessKey, secretKey, scope, time, "GET", TARGET);
    assertThat(told(authorization, time).strip()).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          AWS4-HMAC-SHA256                                            | Authorization header format error.
          Basic QUs6U0s=                                              | Unsupported ksc 'algorithm': Basic.
          AWS4-HMAC-SHA256 nonsense                                   | Authorization header format error.
          AWS4-HMAC-SHA256 SignedHeaders=host,Signature=0             | Authorization header requires 'Credential' parameter. Authorization=AWS4-HMAC-SHA256 SignedHeaders=host,Signature=0.
          AWS4-HMAC-SHA256 Credential=A/B/C/D/aws4_request,Signature=0 | Authorization header requires 'SignedHeaders' parameter. Authorization=AWS4-HMAC-SHA256 Credential=A/B/C/D/aws4_request,Signature=0
          AWS4-HMAC-SHA256 Credential=A/B/C/D/aws4_request,SignedHeaders=host | Authorization header requires 'Signature' parameter. Authorization=AWS4-HMAC-SHA256 Credential=A/B/C/D/aws4_request,SignedHeaders=host
          """)
  void anIncompleteHeaderIsExplained(String authorization, String message) throws Exception {
    assertThat(told(authorization, client.time())).isEqualTo("400 IncompleteSignature: " + message);
  }

  @Test
  void aTimeMustBeGiven() throws Exception {
    String signed = authorization("AK", "SK", client.scope(), client.time(), "GET", TARGET);
    assertThat(told(signed, ""))
        .isEqualTo(
            "400 IncompleteSignature: Authorization header requires existence of either a"
                + " 'X-Amz-Date' or a 'Date' header, Authorization="
                + signed);
  }

  @Test
  void someHeadersMustBeSignedAndSignedOnesMustBeThere() throws Exception {
    String signed = authorization("AK", "SK", client.scope(), client.time(), "GET", TARGET);
    assertThat(told(signed.replace("=host;", "="), client.time()))
        .isEqualTo(
            "403 SignatureDoesNotMatch: Host' must be a 'SignedHeader' in the Authorization.");
    assertThat(told(signed.replace("=host;x-amz-date", "=host"), client.time()))
        .startsWith("403 SignatureDoesNotMatch: x-amz-date' must be a 'SignedHeader'");
    assertThat(told(signed.replace("=host;", "=host;x-other;"), client.time()))
        .isEqualTo("403 MissingAuthenticationToken: x-other not in Http Header.");
  }

  @Test
  void anUnsignedRequestIsRefused() throws Exception {
    assertThat(KsyunClient.told(client.send(TARGET, JSON)))
        .isEqualTo("403 MissingAuthenticationToken: Request is missing Authentication Token.");
  }

  // ---- AWS, in the query ----

  private Map<String, String> presigned() {
    Map<String, String> parameters = KsyunClient.parameters("DescribeVpnGateways");
    parameters.put("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
    parameters.put("X-Amz-Credential", "AK/" + client.scope());
    parameters.put("X-Amz-Date", client.time());
    parameters.put("X-Amz-SignedHeaders", "host");
    return parameters;
  }

  private Answer sendPresigned(String secretKey, Map<String, String> parameters) throws Exception {
    String target = "/?" + KsyunSigner.form(parameters);
    String time = parameters.getOrDefault("X-Amz-Date", client.time());
    String scope = parameters.getOrDefault("X-Amz-Credential", "").replaceFirst("^[^/]*/", "");
    String signature =
        KsyunSigner.v4(
            secretKey, scope, time, "GET", target, List.of(new Pair("host", client.host())), "");
    return client.send(target + "&X-Amz-Signature=" + signature, JSON);
  }

  @Test
  void aSignatureInTheQueryVerifies() throws Exception {
    assertThat(KsyunClient.outcome(sendPresigned("SK", presigned()))).isEqualTo("200");
    assertThat(KsyunClient.outcome(sendPresigned("other", presigned())))
        .isEqualTo("403 SignatureDoesNotMatch");
  }

  @Test
  void aSignatureInTheQueryMayLastLonger() throws Exception {
    Map<String, String> parameters = presigned();
    parameters.put("X-Amz-Expires", "604800");
    cloud.clock.advance(Duration.ofDays(7));
    assertThat(KsyunClient.outcome(sendPresigned("SK", parameters))).isEqualTo("200");
    cloud.clock.advance(Duration.ofSeconds(1));
    assertThat(KsyunClient.told(sendPresigned("SK", parameters))).contains("Signature expired:");
  }

  @ParameterizedTest
  @CsvSource({"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-SignedHeaders", "X-Amz-Date"})
  void eachParameterOfTheSignatureIsNeeded(String name) throws Exception {
    Map<String, String> parameters = presigned();
    parameters.remove(name);
    assertThat(KsyunClient.told(sendPresigned("SK", parameters)))
        .isEqualTo(
            "400 IncompleteSignature: KSC query-string parameters must include %s. Re-examine the query-string parameters."
                .formatted(name));
  }

  @Test
  void theAlgorithmInTheQueryIsChecked() throws Exception {
    Map<String, String> parameters = presigned();
    parameters.put("X-Amz-Algorithm", "AWS4-HMAC-SHA1");
    assertThat(KsyunClient.told(sendPresigned("SK", parameters)))
        .isEqualTo("400 IncompleteSignature: Unsupported ksc 'algorithm': AWS4-HMAC-SHA1.");
  }

  // ---- the simplified signature ----

  private Map<String, String> simplified(String... changes) {
    Map<String, String> parameters = KsyunClient.parameters("DescribeVpnGateways");
    parameters.put("Accesskey", "AK");
    parameters.put("Service", "vpc");
    parameters.put("Timestamp", "2026-01-31T16:30:00Z");
    parameters.put("SignatureVersion", "1.0");
    parameters.put("SignatureMethod", "HMAC-SHA256");
    parameters.put("Region", "cn-shanghai-3");
    parameters.put("Odd name", "a b*~/中");
    parameters.put("Format", "json");
    for (int i = 0; i < changes.length; i += 2) {
      parameters.put(changes[i], changes[i + 1]);
    }
    parameters.values().remove("-");
    return parameters;
  }

  private Answer sendSimplified(String method, String secretKey, Map<String, String> parameters)
      throws Exception {
    parameters.put("Signature", KsyunSigner.simplified(secretKey, parameters));
    String form = KsyunSigner.form(parameters);
    return method.equals("GET")
        ? client.send("/?" + form, Map.of())
        : cloud.send("ksyun", "POST", "/", form, Map.of());
  }

  @Test
  void aSimplifiedSignatureVerifiesWithBothMethods() throws Exception {
    assertThat(sendSimplified("GET", "SK", simplified()).text()).contains("\"VpnGatewaySet\":[]");
    assertThat(sendSimplified("POST", "SK", simplified()).text()).contains("\"VpnGatewaySet\":[]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Accesskey        | other                | 403 InvalidClientTokenId: The security token included in the request is invalid.
          Accesskey        | -                    | 400 MissingParameter: An value must be supplied for the input parameter Accesskey.
          Service          | iam                  | 403 SignatureDoesNotMatch: Credential should be scoped to correct service: vpc.
          Service          | -                    | 400 MissingParameter: An value must be supplied for the input parameter Service.
          Timestamp        | yesterday            | 400 InvalidParameterValue: An invalid or out-of-range value was supplied for the input parameter Timestamp. It must be in UTC, as 2019-08-13T17:18:36Z.
          Timestamp        | -                    | 400 MissingParameter: An value must be supplied for the input parameter Timestamp.
          Timestamp        | 2026-01-31T16:14:59Z | 403 SignatureDoesNotMatch: Signature expired:2026-01-31T16:14:59Z.
          SignatureVersion | 2.0                  | 400 InvalidParameterValue: An invalid or out-of-range value was supplied for the input parameter SignatureVersion. It must be one of 1.0.
          SignatureVersion | -                    | 400 MissingParameter: An value must be supplied for the input parameter SignatureVersion.
          SignatureMethod  | HMAC-SHA1            | 400 IncompleteSignature: Unsupported ksc 'algorithm': HMAC-SHA1.
          SignatureMethod  | -                    | 400 MissingParameter: An value must be supplied for the input parameter SignatureMethod.
          Region           | mars                 | 403 SignatureDoesNotMatch: Credential should be scoped to a valid region, not:mars.
          SecurityToken    | unasked              | 403 InvalidClientTokenId: The security token included in the request is invalid.
          """)
  void simplifiedParametersAreChecked(String name, String value, String told) throws Exception {
    assertThat(KsyunClient.told(sendSimplified("GET", "SK", simplified(name, value))))
        .isEqualTo(told);
  }

  @Test
  void aSimplifiedSignatureIsCheckedAndNeeded() throws Exception {
    assertThat(KsyunClient.outcome(sendSimplified("GET", "other", simplified())))
        .isEqualTo("403 SignatureDoesNotMatch");
    Answer unsigned = client.send("/?" + KsyunSigner.form(simplified()), Map.of());
    assertThat(KsyunClient.told(unsigned))
        .isEqualTo(
            "400 MissingParameter: An value must be supplied for the input parameter Signature.");
  }

  @Test
  void theRegionOfASimplifiedSignatureCounts() throws Exception {
    client.in("cn-shanghai-3").peering();
    var here = simplified("Action", "DescribeVpcPeeringConnections");
    assertThat(sendSimplified("GET", "SK", here).json().objects("VpcPeeringConnectionSet"))
        .hasSize(1);
    var there = simplified("Action", "DescribeVpcPeeringConnections", "Region", "-");
    assertThat(sendSimplified("GET", "SK", there).json().objects("VpcPeeringConnectionSet"))
        .as("cn-beijing-6 by default")
        .isEmpty();
  }

  // ---- temporary keys ----

  @Test
  void temporaryKeysGoWithTheirTokenUntilTheyExpire() throws Exception {
    KsyunClient temporary = client.as("TAK", "TSK");
    var token = Map.of("X-Amz-Security-Token", "tok en/1");
    assertThat(KsyunClient.outcome(temporary.signed("GET", TARGET, "", token))).isEqualTo("200");
    assertThat(KsyunClient.outcome(temporary.signed("GET", TARGET, "", Map.of())))
        .isEqualTo("403 InvalidClientTokenId");
    var wrong = Map.of("X-Amz-Security-Token", "wrong");
    assertThat(KsyunClient.outcome(temporary.signed("GET", TARGET, "", wrong)))
        .isEqualTo("403 InvalidClientTokenId");
    cloud.clock.advance(Duration.ofMinutes(30));
    assertThat(KsyunClient.outcome(temporary.signed("GET", TARGET, "", token)))
        .isEqualTo("403 InvalidClientTokenId");
  }

  @Test
  void temporaryKeysSignInTheOtherWaysToo() throws Exception {
    var simple = simplified("Accesskey", "TAK", "SecurityToken", "tok en/1");
    assertThat(KsyunClient.outcome(sendSimplified("GET", "TSK", simple))).isEqualTo("200");
    Map<String, String> query = presigned();
    query.put("X-Amz-Credential", "TAK/" + client.scope());
    query.put("X-Amz-Security-Token", "tok en/1");
    assertThat(KsyunClient.outcome(sendPresigned("TSK", query))).isEqualTo("200");
    query.remove("X-Amz-Security-Token");
    assertThat(KsyunClient.outcome(sendPresigned("TSK", query)))
        .isEqualTo("403 InvalidClientTokenId");
  }
}
