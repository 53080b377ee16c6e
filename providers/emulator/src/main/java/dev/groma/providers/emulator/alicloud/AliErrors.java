package dev.groma.providers.emulator.alicloud;

import dev.groma.providers.emulator.cloud.Refused;

/// Alibaba Cloud's errors: those of the gateway before every product, those of the guide's tables,
/// and a few that the guide needs but does not list.
///
/// Codes that the guide spells in two ways are spelled as the vendor's SDKs know them:
/// `Forbidden.SubUser` (`Forbbiden.SubUser` in 6.3.5, 6.5.4, 6.5.7, 6.6.4, 6.7.1, 6.7.5, 6.7.10)
/// and `InvalidVpnGatewayInstanceId.NotFound` (`…Instancel…` in 6.3.5 and 6.5.7).
final class AliErrors {
  private AliErrors() {}

  // ---- the gateway: who calls, and what ----

  static Refused missing(String parameter) {
    return bad("Missing" + parameter, parameter + " is mandatory for this action.");
  }

  static Refused noSuchApi() {
    return new Refused(
        404,
        "InvalidApi.NotFound",
        "Specified api is not found, please check your url and method.");
  }

  static Refused invalidVersion() {
    return bad("InvalidVersion", "Specified parameter Version is not valid.");
  }

  static Refused unsupportedMethod() {
    return bad("UnsupportedHTTPMethod", "This http method is not supported.");
  }

  static Refused noSuchAccessKey() {
    return new Refused(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
  }

  static Refused signatureMethod() {
    return bad("InvalidSignatureMethod", "Specified signature method is not valid.");
  }

  static Refused signatureVersion() {
    return bad("InvalidSignatureVersion", "Specified signature version is not valid.");
  }

  /// Clients compare the text after `server string to sign is:` with their own.
  static Refused signatureDoesNotMatch(String stringToSign) {
    return bad(
        "SignatureDoesNotMatch",
        "Specified signature is not matched with our calculation. server string to sign is:"
            + stringToSign);
  }

  static Refused incompleteSignature(String stringToSign) {
    return bad(
        "IncompleteSignature",
        "The request signature does not conform to Aliyun standards. server string to sign is:"
            + stringToSign);
  }

  static Refused timeFormat() {
    return bad(
        "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted.");
  }

  static Refused timeExpired() {
    return bad("InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
  }

  static Refused nonceUsed() {
    return bad("SignatureNonceUsed", "Specified signature nonce was used already.");
  }

  static Refused tokenExpired() {
    return bad("InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
  }

  static Refused tokenMismatch() {
    return bad(
        "InvalidSecurityToken.MismatchWithAccessKey",
        "Specified SecurityToken mismatch with the AccessKey.");
  }

  static Refused throttled() {
    return bad("Throttling.User", "Request was denied due to user flow control.");
  }

  static Refused tokenReused() {
    return bad(
        "IdempotentParameterMismatch",
        "The request uses the same client token as a previous, but non-identical request.");
  }

  static Refused noSuchRegion() {
    return new Refused(404, "InvalidRegionId.NotFound", "The specified RegionId does not exist.");
  }

  // ---- what is asked for ----

  static Refused subUser() {
    return new Refused(
        403,
        "Forbidden.SubUser",
        "User not authorized to operate on the specified resource as your account is created by"
            + " another user.");
  }

  static Refused forbidden() {
    return new Refused(
        403, "Forbidden", "User not authorized to operate on the specified resource.");
  }

  /// A rule of the guide for which it lists no code.
  static Refused invalid(String parameter, String rule) {
    return bad(
        "InvalidParameter",
        "The specified parameter \"%s\" is not valid. %s".formatted(parameter, rule));
  }

  static Refused invalidName() {
    return bad("InvalidName", "The name is not valid");
  }

  static Refused invalidDescription() {
    return bad("InvalidDescription", "The description is not valid");
  }

  static Refused quotaFull() {
    return bad("Resource.QuotaFull", "The quota of resource is full");
  }

  static Refused configuring() {
    return bad("VpnGateway.Configuring", "The specified service is configuring.");
  }

  static Refused financialLocked() {
    return bad("VpnGateway.FinancialLocked", "The specified service is financial locked.");
  }

  static Refused prepaid() {
    return new Refused(
        403, "ForbiddenRelease", "Forbidden to release a prepaid instance within validity period");
  }

  /// Something else still needs it. The guide says only that a gateway with connections cannot be
  /// deleted (6.3.5), not with which code it is refused; this is the vendor's usual one.
  static Refused needed(String id) {
    return bad("DependencyViolation", "%s still uses the specified resource.".formatted(id));
  }

  static Refused bad(String code, String message) {
    return new Refused(400, code, message);
  }

  static Refused notFound(String code, String what) {
    return new Refused(404, code, "The specified %s does not exist.".formatted(what));
  }

  static void refuseIf(boolean wrong, Refused refusal) {
    if (wrong) {
      throw refusal;
    }
  }
}
