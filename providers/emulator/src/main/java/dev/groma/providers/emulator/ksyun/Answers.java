package dev.groma.providers.emulator.ksyun;

import dev.groma.providers.emulator.cloud.Refused;
import dev.groma.providers.emulator.http.Request;
import dev.groma.providers.emulator.http.Response;
import dev.groma.providers.emulator.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes answers as XML, or as JSON where the request asks for it by `Accept: application/json` or
/// `Format=json`.
///
/// In XML the id of the request comes last, as in the documents' samples, and each entry of a list
/// is an `item`.
final class Answers {
  private static final String NAMESPACE = "https://vpc.api.ksyun.com/doc/2016-03-04/";

  private Answers() {}

  static Response success(Request request, String action, JsonObject body, String requestId) {
    if (json(request)) {
      return json(200, JsonObject.EMPTY.with("RequestId", requestId).merge(body));
    }
    var xml = new StringBuilder();
    String root = action + "Response";
    xml.append("<%s xmlns=\"%s\">".formatted(root, NAMESPACE));
    members(xml, body.with("RequestId", requestId));
    xml.append("</%s>".formatted(root));
    return xml(200, xml.toString());
  }

  static Response failure(Request request, Refused refusal, String requestId) {
    JsonObject error =
        JsonObject.EMPTY
            .with("Type", refusal.status() < 500 ? "Sender" : "Receiver")
            .with("Code", refusal.code())
            .with("Message", refusal.text());
    JsonObject body = JsonObject.EMPTY.with("RequestId", requestId).with("Error", error);
    if (json(request)) {
      return json(refusal.status(), body);
    }
    var xml = new StringBuilder();
    element(xml, "ErrorResponse", body);
    return xml(refusal.status(), xml.toString());
  }

  private static boolean json(Request request) {
    String accept = request.header("Accept").orElse("").toLowerCase(Locale.ROOT);
    return accept.contains("application/json")
        || Parameters.of(request).find("Format").orElse("").equalsIgnoreCase("json");
  }

  private static Response json(int status, JsonObject body) {
    return Response.of(status, body.toString())
        .with("Content-Type", "application/json;charset=UTF-8");
  }

  private static Response xml(int status, String body) {
    return Response.of(status, body).with("Content-Type", "text/xml;charset=UTF-8");
  }

  private static void members(StringBuilder xml, JsonObject object) {
    object.members().forEach((name, value) -> element(xml, name, value));
  }

  private static void element(StringBuilder xml, String name, @Nullable Object value) {
    xml.append('<').append(name).append('>');
    switch (value) {
      case null -> {}
      case JsonObject object -> members(xml, object);
      case List<?> list -> list.forEach(entry -> element(xml, "item", entry));
      case BigDecimal number -> xml.append(number.toPlainString());
      default -> xml.append(escaped(value.toString()));
    }
    xml.append("</").append(name).append('>');
  }

  /// Text with what XML cannot hold as it is replaced.
  private static String escaped(String text) {
    return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]", "?")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
