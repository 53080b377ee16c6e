package dev.groma.state.store.s3;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.store.web.Reply;
import dev.groma.state.store.web.WebTrouble;

/// What the user is told when the object store is in the way.
final class S3Trouble {
  private S3Trouble() {}

  static boolean isMissing(Reply reply) {
    return reply.status() == 404 && !code(reply).equals("NoSuchBucket");
  }

  private static String code(Reply reply) {
    return S3Xml.read(reply.text()).text("Code");
  }

  static Diagnostic refused(String place, String doing, Reply reply) {
    S3Xml error = S3Xml.read(reply.text());
    String code = error.text("Code");
    String id = error.text("RequestId").isEmpty() ? requestId(reply) : error.text("RequestId");
    String said =
        code
            + (error.text("Message").isEmpty() ? "" : ", " + error.text("Message"))
            + (id.isEmpty() ? "" : " (request " + id + ")");
    return WebTrouble.refused(place, doing, reply.status(), said, advice(code, reply));
  }

  private static String requestId(Reply reply) {
    for (String name :
        new String[] {
          "x-amz-request-id",
          "x-oss-request-id",
          "x-obs-request-id",
          "x-kss-request-id",
          "x-bce-request-id"
        }) {
      if (!reply.header(name).isEmpty()) {
        return reply.header(name);
      }
    }
    return "";
  }

  private static String advice(String code, Reply reply) {
    return switch (code) {
      case "NoSuchBucket" -> "Make the bucket, or correct \"bucket\", \"region\" and the endpoint.";
      case "InvalidAccessKeyId" -> "Look at the access key and at the endpoint it is for.";
      case "SignatureDoesNotMatch" ->
          "Look at the secret of the access key, at \"region\", and at \"use_path_style\".";
      case "RequestTimeTooSkewed" -> "Set the clock of this machine.";
      case "PermanentRedirect", "AuthorizationHeaderMalformed" ->
          "Name the region of the bucket in \"region\".";
      case "ExpiredToken" -> "Get a new token.";
      case "SecondLevelDomainForbidden" ->
          "This object store wants the bucket in the host: leave out \"use_path_style\".";
      case "NotImplemented" -> unconditional();
      default -> WebTrouble.advice(reply.status());
    };
  }

  private static String unconditional() {
    return "It does not take writes under the conditions If-Match and If-None-Match, without which"
        + " two runs could overwrite each other. Keep the state in a store that has them (AWS,"
        + " KS3, MinIO, or the backends \"pg\" and \"http\").";
  }

  static Diagnostic noConditions(String place, String header) {
    return Diagnostic.error(
        "state.no-conditional-writes",
        "The object store cannot keep runs apart",
        "The object store of "
            + place
            + " wrote an object although its condition "
            + header
            + " did not hold. Nothing of the state was changed. "
            + unconditional());
  }
}
