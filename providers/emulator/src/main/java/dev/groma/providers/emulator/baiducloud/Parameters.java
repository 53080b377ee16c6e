package dev.groma.providers.emulator.baiducloud;

import dev.groma.providers.emulator.cloud.Refused;
import dev.groma.providers.emulator.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads parameters and refuses those that can never be right.
final class Parameters {
  private static final int LARGEST_BANDWIDTH = 10_000;
  private static final int LARGEST_PAGE = 1000;
  private static final Pattern VPC_ID =
      Pattern.compile("vpc-[0-9A-Za-z_-]{1,64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Set<Integer> MONTHS = Set.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36);

  private Parameters() {}

  /// How a connection is paid; `months` counts for a prepaid one.
  record Payment(boolean prepaid, int months) {}

  static Payment payment(JsonObject body) {
    JsonObject billing = required("billing", body.object("billing"));
    String timing = required("billing.paymentTiming", billing.text("paymentTiming"));
    return switch (timing) {
      case "Prepaid" -> new Payment(true, months(billing));
      case "Postpaid" -> new Payment(false, 0);
      default -> throw BceErrors.badRequest("paymentTiming must be Prepaid or Postpaid.");
    };
  }

  static int months(JsonObject billing) {
    JsonObject reservation = required("billing.reservation", billing.object("reservation"));
    int length =
        required("billing.reservation.reservationLength", reservation.integer("reservationLength"));
    refuseIf(
        !MONTHS.contains(length),
        BceErrors.badRequest("reservationLength must be one of 1 to 9, 12, 24, 36."));
    refuseIf(
        !reservation.text("reservationTimeUnit").orElse("month").equalsIgnoreCase("month"),
        BceErrors.badRequest("reservationTimeUnit must be month."));
    return length;
  }

  static int bandwidth(JsonObject body, String name) {
    int bandwidth = required(name, body.integer(name));
    refuseIf(
        bandwidth < 1 || bandwidth > LARGEST_BANDWIDTH,
        BceErrors.badRequest("%s must be 1 to %d.".formatted(name, LARGEST_BANDWIDTH)));
    return bandwidth;
  }

  static String vpcId(JsonObject body, String name) {
    String id = required(name, body.text(name));
    refuseIf(
        !VPC_ID.matcher(id).matches(),
        BceErrors.badRequest("%s \"%s\" is not the id of a VPC.".formatted(name, id)));
    return id;
  }

  static List<JsonObject> tags(JsonObject body) {
    List<JsonObject> tags = body.objects("tags");
    tags.forEach(tag -> required("tagKey", tag.text("tagKey")));
    return tags;
  }

  static int pageSize(BaiduCall call) {
    String text = call.query("maxKeys").filter(given -> !given.isEmpty()).orElse("1000");
    int size = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    refuseIf(
        size < 1 || size > LARGEST_PAGE,
        BceErrors.badRequest("maxKeys must be 1 to %d.".formatted(LARGEST_PAGE)));
    return size;
  }

  static <T> T required(String name, Optional<T> value) {
    return value.orElseThrow(() -> BceErrors.badRequest("%s is missing.".formatted(name)));
  }

  static void refuseIf(boolean wrong, Refused refusal) {
    if (wrong) {
      throw refusal;
    }
  }
}
