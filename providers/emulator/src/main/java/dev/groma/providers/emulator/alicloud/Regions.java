package dev.groma.providers.emulator.alicloud;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.List;
import java.util.Map;

/// The operation that lists regions (guide, 6.3.6).
final class Regions {
  private static final Map<String, List<String>> NAMES =
      Map.of(
          "cn-qingdao-env66-d01", List.of("青岛 66", "Qingdao 66"),
          "cn-qingdao-env17-d01", List.of("华北 1", "North China 1"),
          "cn-beijing", List.of("北京", "Beijing"),
          "cn-hangzhou", List.of("杭州", "Hangzhou"));

  private Regions() {}

  /// The samples have one region without a list; the table says that `Regions` is an array of
  /// `Region`, as in the vendor's SDKs. Every region is served where it was asked for.
  static JsonObject describe(AliCall call) {
    String language = call.parameters().choice("AcceptLanguage", "zh-CN", "en-US").orElse("zh-CN");
    String host = call.call().request().header("Host").orElse("");
    List<JsonObject> regions =
        AlibabaCloud.REGIONS.stream()
            .map(id ->
                JsonObject.EMPTY
                    .with("RegionId", id)
                    .with("RegionEndpoint", host)
                    .with("LocalName", name(id, language.equals("zh-CN") ? 0 : 1)))
            .toList();
    return JsonObject.EMPTY.with("Regions", JsonObject.EMPTY.with("Region", regions));
  }

  private static String name(String region, int language) {
    return NAMES.getOrDefault(region, List.of(region, region)).get(language);
  }
}
