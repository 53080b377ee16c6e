package dev.groma.providers.emulator.huaweicloud;

import dev.groma.providers.emulator.cloud.Refused;
import dev.groma.providers.emulator.http.Response;
import dev.groma.providers.emulator.json.JsonObject;
import java.time.Instant;

/// Huawei's errors: those of the VPN service (A.3), of IAM (3.3) and of the API gateway in front of
/// both.
final class HuaweiErrors {
  static final String INTERNAL = "VPN.0002";
  private static final String IDENTITY = "Incorrect IAM authentication information: ";

  private static final String KEYSTONE = "401";

  private HuaweiErrors() {}

  /// The answer that tells a refusal.
  ///
  /// The reference contradicts itself: A.3 has `code` and `message`, 3.3 and all samples of
  /// operations have `error_code` and `error_msg`. Here the codes that only A.3 mentions are told
  /// in its form.
  static Response answer(Refused refusal, String requestId) {
    JsonObject body =
        switch (refusal.code()) {
          case "VPN.0002", "VPN.0004", "VPN.0030", "VPN.1318" ->
              JsonObject.EMPTY.with("code", refusal.code()).with("message", refusal.text());
          case KEYSTONE ->
              JsonObject.EMPTY.with(
                  "error",
                  JsonObject.EMPTY
                      .with("code", refusal.status())
                      .with("message", refusal.text())
                      .with("title", "Unauthorized"));
          default ->
              JsonObject.EMPTY
                  .with("error_code", refusal.code())
                  .with("error_msg", refusal.text())
                  .with("request_id", requestId);
        };
    return Response.of(refusal.status(), body.toString());
  }

  // ---- the gateway ----

  static Refused noSuchApi() {
    return new Refused(
        404, "APIGW.0101", "The API does not exist or has not been published in the environment");
  }

  static Refused throttled() {
    return new Refused(
        429, "APIGW.0308", "The throttling threshold has been reached: policy user over ratelimit");
  }

  static Refused tooLarge() {
    return new Refused(413, "APIGW.0201", "Request entity too large");
  }

  static Refused unsigned() {
    return identity("x-auth-token not found");
  }

  static Refused unreadableToken() {
    return identity("decrypt token fail");
  }

  static Refused tokenExpired(Instant end) {
    return identity("token expires, expires_at:" + end);
  }

  static Refused unknownKey(String accessKey) {
    return identity("Get secretKey failed,ak:%s,err:ak not exist".formatted(accessKey));
  }

  static Refused wrongSignature() {
    return identity("verify aksk signature fail");
  }

  static Refused securityToken() {
    return identity("the security token is missing, wrong or expired");
  }

  static Refused malformedSignature(String what) {
    return identity("the Authorization header is malformed: " + what);
  }

  static Refused clockSkew(String time) {
    return new Refused(
        401, "APIGW.0303", IDENTITY + "request timestamp has expired: %s".formatted(time));
  }

  private static Refused identity(String why) {
    return new Refused(401, "APIGW.0301", IDENTITY + why);
  }

  // ---- IAM ----

  static Refused invalidIamBody() {
    return new Refused(400, "IAM.0011", "Request body is invalid.");
  }

  /// Told as Keystone tells it, of which IAM's tokens are: with a number for a code.
  static Refused wrongPassword() {
    return new Refused(401, KEYSTONE, "The username or password is wrong.");
  }

  static Refused deniedByIam(String operation) {
    return new Refused(
        403, "IAM.0003", "Policy doesn't allow %s to be performed.".formatted(operation));
  }

  // ---- VPN ----

  /// A rule is broken. The text begins as the samples of 4.1.2.5, 4.1.3.4 and 4.1.3.5 do.
  static Refused invalid(String why) {
    return new Refused(400, "VPN.0001", "invalid request: " + why);
  }

  /// An object that stands still because it is frozen (samples of 4.1.3.4 and 4.1.3.5).
  static Refused illegal(String verb, String what) {
    return invalid("ILLEGAL not allowed %s %s".formatted(verb, what));
  }

  /// `VPN.0003` has two meanings: this one by A.3, with the status given there, and [#notReady].
  static Refused denied(String why) {
    return new Refused(403, "VPN.0003", "Authentication failed: " + why);
  }

  /// The other `VPN.0003`, from the samples of 4.1.1.4 to 4.1.1.6, which give no status: 409 of
  /// A.2, so that the two can be told apart.
  static Refused notReady(String type, String id, String state) {
    return new Refused(
        409,
        "VPN.0003",
        "resource (type=%s, ID=%s) is not ready, currently %s".formatted(type, id, state));
  }

  static Refused notFound() {
    return new Refused(404, "VPN.0004", "resource not found");
  }

  static void refuseIf(boolean wrong, Refused refusal) {
    if (wrong) {
      throw refusal;
    }
  }

  static void invalidIf(boolean wrong, String why) {
    refuseIf(wrong, invalid(why));
  }
}
