package dev.groma.providers.emulator.baiducloud;

import dev.groma.providers.emulator.cloud.Call;
import dev.groma.providers.emulator.http.Request;
import dev.groma.providers.emulator.json.JsonObject;
import dev.groma.providers.emulator.json.JsonSyntaxException;
import dev.groma.providers.emulator.json.JsonTypeException;
import java.util.Optional;

/// A call as Baidu's operations read it.
///
/// @param id the object named in the path; empty for an operation on the collection
/// @param body the JSON body; empty where the request has none
record BaiduCall(Call call, String id, JsonObject body) {

  static BaiduCall of(Call call) {
    String[] segments = call.request().path().split("/", -1);
    return new BaiduCall(call, segments.length > 3 ? segments[3] : "", body(call.request()));
  }

  private static JsonObject body(Request request) {
    if (request.body().isBlank()) {
      return JsonObject.EMPTY;
    }
    try {
      return JsonObject.parse(request.body());
    } catch (JsonSyntaxException _) {
      throw BceErrors.malformedJson();
    } catch (JsonTypeException wrong) {
      throw BceErrors.inappropriateJson(String.valueOf(wrong.getMessage()));
    }
  }

  String caller() {
    return call.caller().id();
  }

  Optional<String> query(String name) {
    return call.request().query(name);
  }
}
