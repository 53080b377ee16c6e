package dev.groma.providers.emulator.baiducloud;

import dev.groma.providers.emulator.cloud.Refused;

/// Baidu's errors: the common ones and those of the VPC product.
final class BceErrors {
  private BceErrors() {}

  static Refused accessDenied(String message) {
    return new Refused(403, "AccessDenied", message);
  }

  static Refused invalidAccessKeyId() {
    return new Refused(
        403, "InvalidAccessKeyId", "The Access Key ID you provided does not exist in our records.");
  }

  static Refused signatureDoesNotMatch() {
    return new Refused(
        400,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your Secret Access Key and"
            + " signing method.");
  }

  static Refused invalidHttpAuthHeader(String message) {
    return new Refused(400, "InvalidHTTPAuthHeader", message);
  }

  static Refused invalidSessionToken() {
    return new Refused(
        400, "InvalidSessionToken", "The session token is missing, wrong or expired.");
  }

  static Refused requestExpired() {
    return new Refused(400, "RequestExpired", "Request has expired.");
  }

  static Refused invalidUri() {
    return new Refused(400, "InvalidURI", "Could not parse the specified URI.");
  }

  static Refused invalidVersion() {
    return new Refused(404, "InvalidVersion", "The API version specified was invalid.");
  }

  static Refused malformedJson() {
    return new Refused(400, "MalformedJSON", "The JSON you provided was not well-formed.");
  }

  static Refused inappropriateJson(String message) {
    return new Refused(
        400,
        "InappropriateJSON",
        "The JSON you provided was well-formed and valid, but not appropriate for this operation: "
            + message
            + ".");
  }

  static Refused idempotentParameterMismatch() {
    return new Refused(
        403,
        "IdempotentParameterMismatch",
        "The request uses the same client token as a previous, but non-identical request.");
  }

  static Refused badRequest(String message) {
    return new Refused(400, "BadRequest", message);
  }

  static Refused noSuchObject(String message) {
    return new Refused(404, "NoSuchObject", message);
  }

  static Refused operationDenied(String message) {
    return new Refused(409, "OperationDenied", message);
  }

  static Refused requestLimitExceeded() {
    return new Refused(429, "RequestLimitExceeded", "The request rate exceeds the limit.");
  }
}
