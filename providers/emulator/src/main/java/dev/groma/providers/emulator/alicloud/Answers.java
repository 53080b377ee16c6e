package dev.groma.providers.emulator.alicloud;

import dev.groma.providers.emulator.cloud.Refused;
import dev.groma.providers.emulator.http.Request;
import dev.groma.providers.emulator.http.Response;
import dev.groma.providers.emulator.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes answers as JSON, or as XML where the request says `Format=XML` (guide, 6.2.5).
///
/// The members of JSON stand in the root. Where samples wrap them in the name of the operation
/// (CreateVpnGateway, DescribeSslVpnClientCerts), 6.2.5 and the vendor's SDKs decide. The root of
/// XML is always the operation's name and `Response`, which the samples of DeleteVpnGateway,
/// DescribeVpnConnections, DescribeSslVpnClientCerts and DescribeSslVpnClientCert get wrong. A list
/// is an array in JSON, and its element repeated in XML.
final class Answers {
  private Answers() {}

  static Response success(Request request, String action, JsonObject body, String requestId) {
    JsonObject answer = body.with("RequestId", requestId);
    return write(request, 200, action + "Response", answer);
  }

  static Response failure(Request request, Refused refusal, String requestId) {
    JsonObject error =
        JsonObject.EMPTY
            .with("RequestId", requestId)
            .with("HostId", request.header("Host").orElse(""))
            .with("Code", refusal.code())
            .with("Message", refusal.text());
    return write(request, refusal.status(), "Error", error);
  }

  /// JSON without the members that every answer has.
  static Response plain(JsonObject body) {
    return json(200, body);
  }

  private static Response write(Request request, int status, String root, JsonObject body) {
    String format = Parameters.of(request).find("Format").orElse("JSON");
    if (!format.equalsIgnoreCase("XML")) {
      return json(status, body);
    }
    var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    element(xml, root, body);
    return Response.of(status, xml.toString()).with("Content-Type", "text/xml;charset=utf-8");
  }

  private static Response json(int status, JsonObject body) {
    return Response.of(status, body.toString())
        .with("Content-Type", "application/json;charset=utf-8");
  }

  private static void element(StringBuilder xml, String name, @Nullable Object value) {
    if (value instanceof List<?> list) {
      list.forEach(entry -> element(xml, name, entry));
      return;
    }
    xml.append('<').append(name).append('>');
    switch (value) {
      case null -> {}
      case JsonObject object -> object.members().forEach((member, v) -> element(xml, member, v));
      case BigDecimal number -> xml.append(number.toPlainString());
      default -> xml.append(escaped(value.toString()));
    }
    xml.append("</").append(name).append('>');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\r", "&#13;");
  }
}
