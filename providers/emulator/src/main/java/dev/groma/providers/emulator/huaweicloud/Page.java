package dev.groma.providers.emulator.huaweicloud;

import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.invalidIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// How the lists of customer gateways and connections are cut into pages: by `limit` and `marker`,
/// which is the time at which the last thing of the page before was created (table 4-90).
final class Page {
  private static final int LARGEST = 200;

  private Page() {}

  /// The page that a call asks for.
  ///
  /// @param total how many things there are, whether they are asked for or not: the samples of
  ///   4.1.3.3 have 12 connections in all, of which two are the gateway's
  /// @param chosen the newest first
  static JsonObject of(
      HuaweiCall call,
      String member,
      int total,
      List<Resource> chosen,
      Function<Resource, JsonObject> view) {
    Optional<Integer> limit = call.number("limit", 0, LARGEST);
    Optional<String> marker = call.query("marker").map(Page::time);
    invalidIf(marker.isPresent() && limit.isEmpty(), "marker must be used together with limit");
    List<Resource> page =
        chosen.stream()
            .filter(one -> marker.map(time -> one.created().compareTo(time) < 0).orElse(true))
            .limit(limit.orElse(LARGEST))
            .toList();
    JsonObject info =
        JsonObject.EMPTY
            .with(
                "next_marker",
                page.isEmpty() ? Optional.empty() : Optional.of(page.getLast().created()))
            .with("current_count", page.size());
    return JsonObject.EMPTY
        .with(member, page.stream().map(view).toList())
        .with("total_count", total)
        .with("page_info", info);
  }

  private static String time(String marker) {
    try {
      return Resource.shown(OffsetDateTime.parse(marker.replace(' ', '+')).toInstant());
    } catch (DateTimeException _) {
      throw HuaweiErrors.invalid("marker must be what an earlier answer gave");
    }
  }
}
