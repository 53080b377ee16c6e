package dev.groma.engine.render;

import dev.groma.providers.spi.CallListener.Call;
import dev.groma.providers.spi.CallListener.Exchange;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Requests in the format HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/), which browsers
/// and proxies show. An archive is [#head], entries between commas, and [#FOOT].
public final class HttpArchive {
  /// What follows the last entry.
  public static final String FOOT = "]}}\n";

  private HttpArchive() {}

  /// What precedes the first entry.
  ///
  /// @param version the version of Groma
  public static String head(String version) {
    Json creator = new Json.Obj().put("name", "Groma").put("version", version);
    return "{\"log\":{\"version\":\"1.2\",\"creator\":"
        + ((Json.Obj) creator).line()
        + ",\"entries\":[\n";
  }

  /// One request.
  public static String entry(Call call) {
    Exchange exchange = call.exchange().get();
    long time = call.duration().toMillis();
    Json.Obj entry =
        new Json.Obj()
            .put("startedDateTime", call.start().toString())
            .put("time", time)
            .put("request", request(call, exchange))
            .put("response", response(call, exchange))
            .put("cache", new Json.Obj())
            .put("timings", new Json.Obj().put("send", 0).put("wait", time).put("receive", 0))
            .put("_cloud", call.cloud())
            .put("_operation", call.operation())
            .put("_requestId", call.requestId())
            .put("_attempt", call.attempt());
    return entry.line();
  }

  private static Json request(Call call, Exchange exchange) {
    Json.Obj request =
        new Json.Obj()
            .put("method", call.method())
            .put("url", url(call, exchange))
            .put("httpVersion", "HTTP/1.1")
            .put("cookies", new Json.Arr())
            .put("headers", headers(exchange.headers()))
            .put("queryString", fields(exchange.query()))
            .put("headersSize", -1)
            .put("bodySize", -1);
    String type = exchange.headers().getOrDefault("content-type", "");
    if (!exchange.form().isEmpty()) {
      request.put(
          "postData",
          new Json.Obj()
              .put("mimeType", type)
              .put("params", fields(exchange.form()))
              .put("text", query(exchange.form())));
    } else if (!exchange.body().isEmpty()) {
      request.put(
          "postData",
          new Json.Obj()
              .put("mimeType", type)
              .put("params", new Json.Arr())
              .put("text", exchange.body()));
    }
    return request;
  }

  private static Json response(Call call, Exchange exchange) {
    Json.Obj content =
        new Json.Obj()
            .put("size", exchange.size())
            .put("mimeType", exchange.answerHeaders().getOrDefault("content-type", ""));
    if (!exchange.answer().isEmpty()) {
      content.put("text", exchange.answer());
    }
    return new Json.Obj()
        .put("status", call.status())
        .put("statusText", "")
        .put("httpVersion", "HTTP/1.1")
        .put("cookies", new Json.Arr())
        .put("headers", headers(exchange.answerHeaders()))
        .put("content", content)
        .put("redirectURL", "")
        .put("headersSize", -1)
        .put("bodySize", call.status() == 0 ? -1 : exchange.size());
  }

  private static String url(Call call, Exchange exchange) {
    return exchange.query().isEmpty() ? call.url() : call.url() + "?" + query(exchange.query());
  }

  private static String query(List<Exchange.Field> fields) {
    return fields.stream()
        .map(f -> encoded(f.name()) + "=" + encoded(f.value()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Json headers(Map<String, String> headers) {
    Json.Arr all = new Json.Arr();
    headers.forEach((name, value) -> all.add(pair(name, value)));
    return all;
  }

  private static Json fields(List<Exchange.Field> fields) {
    Json.Arr all = new Json.Arr();
    fields.forEach(field -> all.add(pair(field.name(), field.value())));
    return all;
  }

  private static Json pair(String name, String value) {
    return new Json.Obj().put("name", name).put("value", value);
  }
}
