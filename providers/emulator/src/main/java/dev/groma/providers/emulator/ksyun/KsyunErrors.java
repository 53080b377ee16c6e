package dev.groma.providers.emulator.ksyun;

import dev.groma.providers.emulator.cloud.Refused;

/// Kingsoft Cloud's common errors: the only ones its documents list.
///
/// A sentence after the documented text says which rule was broken.
final class KsyunErrors {
  private KsyunErrors() {}

  // ---- who calls ----

  static Refused noHost() {
    return new Refused(403, "MissingAuthenticationToken", "Request is missing 'Host' header.");
  }

  static Refused unsigned() {
    return new Refused(
        403, "MissingAuthenticationToken", "Request is missing Authentication Token.");
  }

  static Refused noSuchHeader(String name) {
    return new Refused(403, "MissingAuthenticationToken", name + " not in Http Header.");
  }

  static Refused mismatch(String message) {
    return new Refused(403, "SignatureDoesNotMatch", message);
  }

  static Refused wrongSignature() {
    return mismatch(
        "The request signature we calculated does not match the signature you provided.");
  }

  static Refused expired(String time) {
    return mismatch("Signature expired:%s.".formatted(time));
  }

  static Refused wrongService() {
    return mismatch(
        "Credential should be scoped to correct service: %s.".formatted(KsyunCloud.SERVICE));
  }

  static Refused wrongRegion(String region) {
    return mismatch("Credential should be scoped to a valid region, not:%s.".formatted(region));
  }

  static Refused invalidClientToken() {
    return new Refused(
        403, "InvalidClientTokenId", "The security token included in the request is invalid.");
  }

  static Refused incomplete(String message) {
    return new Refused(400, "IncompleteSignature", message);
  }

  static Refused unsupportedAlgorithm(String algorithm) {
    return incomplete("Unsupported ksc 'algorithm': %s.".formatted(algorithm));
  }

  static Refused accessDenied(String user, String action) {
    return new Refused(
        403, "AccessDenied", "User: %s is not authorized to perform: %s.".formatted(user, action));
  }

  // ---- what is asked for ----

  static Refused noSuchApi() {
    return new Refused(
        404,
        "NoSuchEntity",
        "Request was rejected because it referenced an 'InnerApi' that does not exist.");
  }

  static Refused noSuch(String what, String id) {
    return new Refused(404, "NoSuchEntity", "The %s '%s' does not exist.".formatted(what, id));
  }

  static Refused invalidMethod(String method) {
    return new Refused(
        400,
        "InvalidMethod",
        "The method %s for is not valid for this web service.".formatted(method));
  }

  static Refused missing(String parameter) {
    return new Refused(
        400,
        "MissingParameter",
        "An value must be supplied for the input parameter %s.".formatted(parameter));
  }

  static Refused invalid(String parameter, String rule) {
    return new Refused(
        400,
        "InvalidParameterValue",
        "An invalid or out-of-range value was supplied for the input parameter %s. %s"
            .formatted(parameter, rule));
  }

  static Refused malformed(String parameter) {
    return new Refused(
        400,
        "InvalidQueryParameter",
        "The query parameter %s is malformed or does not adhere to KSC standards."
            .formatted(parameter));
  }

  static Refused dryRun() {
    return new Refused(
        412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set");
  }

  static Refused limitExceeded() {
    return new Refused(
        409,
        "LimitExceeded",
        "Request was rejected because the request speed of this openAPI is beyond the current flow"
            + " control limit.");
  }

  static void refuseIf(boolean wrong, Refused refusal) {
    if (wrong) {
      throw refusal;
    }
  }
}
