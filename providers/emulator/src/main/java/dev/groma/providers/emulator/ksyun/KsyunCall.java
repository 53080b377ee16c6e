package dev.groma.providers.emulator.ksyun;

import dev.groma.providers.emulator.cloud.Call;
import dev.groma.providers.emulator.cloud.Vpc;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;

/// A call as Kingsoft Cloud's operations read it.
record KsyunCall(Call call, String action, Parameters parameters) {
  /// The project that everything belongs to unless another one is named.
  static final String DEFAULT_PROJECT = "0";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneOffset.ofHours(8));

  static KsyunCall of(Call call, String action) {
    return new KsyunCall(call, action, Parameters.of(call.request()));
  }

  KsyunCall rehearsed() {
    return new KsyunCall(call.in(call.world().copy()), action, parameters);
  }

  String caller() {
    return call.caller().id();
  }

  /// The region that the host, the parameter `Region` or the signature names, in this order.
  String region() {
    Optional<String> asked = parameters.find("Region");
    String region =
        call.region()
            .or(() -> asked)
            .or(() -> AwsV4.region(call.request()))
            .orElseGet(() -> KsyunCloud.REGIONS.getFirst());
    KsyunErrors.refuseIf(
        !asked.orElse(region).equals(region) || !KsyunCloud.REGIONS.contains(region),
        KsyunErrors.invalid("Region", "It must be the region that is called."));
    return region;
  }

  Vpc vpc(String parameter, String region, String account) {
    String id = parameters.requireId(parameter);
    return call.inventory()
        .vpc(id, region, account)
        .orElseThrow(() -> KsyunErrors.noSuch("VPC", id));
  }

  /// The project for something new.
  String project() {
    String id = parameters.find("ProjectId").orElse(DEFAULT_PROJECT);
    SortedSet<String> known = call.caller().projects();
    KsyunErrors.refuseIf(
        !id.matches("[0-9]{1,18}"), KsyunErrors.invalid("ProjectId", "It must be a number."));
    KsyunErrors.refuseIf(
        !id.equals(DEFAULT_PROJECT) && !known.isEmpty() && !known.contains(id),
        KsyunErrors.invalid("ProjectId", "There is no such project."));
    return id;
  }

  String unusedId(String kind) {
    String id = call.ids().uuid();
    while (call.world().find(kind, id).isPresent()) {
      id = call.ids().uuid();
    }
    return id;
  }

  /// A time as answers show it: in China's time zone.
  static String shown(Instant time) {
    return TIME.format(time);
  }
}
