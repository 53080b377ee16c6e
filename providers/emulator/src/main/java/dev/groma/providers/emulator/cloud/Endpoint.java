package dev.groma.providers.emulator.cloud;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import dev.groma.providers.emulator.http.Cut;
import dev.groma.providers.emulator.http.Handler;
import dev.groma.providers.emulator.http.Reply;
import dev.groma.providers.emulator.http.Request;
import dev.groma.providers.emulator.http.Response;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// The front door of one cloud: leads each request from its route to its reply.
///
/// The region that a request addresses is the one in its host name (`bcc.gz.baidubce.com`,
/// `gz.localhost`) or, where the host is a bare address, in a path prefix
/// (`http://127.0.0.1:PORT/regions/gz/v1/…`, signed as sent); otherwise none.
public final class Endpoint implements Handler {
  private static final String REGIONS = "/regions/";

  private final Cloud cloud;
  private final Accounts accounts;
  private final Inventory inventory;
  private final Worlds worlds;
  private final Faults faults;
  private final Setting setting;
  private final Inspection inspection;

  /// What all endpoints of an emulator share.
  ///
  /// @param latency how long each asynchronous change takes
  /// @param pause what waits for an ordered delay
  public record Setting(Clock clock, Duration latency, Ids ids, Pause pause) {}

  /// Waits.
  @FunctionalInterface
  public interface Pause {
    /// Returns when that time is over.
    void of(Duration time) throws InterruptedException;
  }

  /// The endpoint of a cloud.
  public Endpoint(
      Cloud cloud,
      Accounts accounts,
      Inventory inventory,
      Worlds worlds,
      Faults faults,
      Setting setting) {
    this.cloud = cloud;
    this.accounts = accounts;
    this.inventory = inventory;
    this.worlds = worlds;
    this.faults = faults;
    this.setting = setting;
    this.inspection = new Inspection(cloud, worlds, faults);
  }

  @Override
  public Reply answer(Request request) {
    if (Inspection.concerns(request)) {
      return inspection.answer(request);
    }
    return switch (answered(request)) {
      case Response response -> response.with("Date", date());
      case Cut cut -> cut;
    };
  }

  /// The time of this end, by which clients notice that their clock is wrong.
  private String date() {
    return RFC_1123_DATE_TIME.format(setting.clock().instant().atOffset(ZoneOffset.UTC));
  }

  private Reply answered(Request request) {
    String requestId = setting.ids().uuid();
    try {
      Request unprefixed = withoutRegion(request);
      String operation = cloud.route(unprefixed);
      Optional<Fault> fault = faults.next(cloud.name(), operation, setting.clock().instant());
      if (fault.isEmpty()) {
        return perform(operation, request, unprefixed, requestId);
      }
      return disturb(
          fault.get(),
          () -> perform(operation, request, unprefixed, requestId),
          request,
          requestId);
    } catch (Refused refusal) {
      return cloud.refuse(refusal, request, requestId);
    }
  }

  private Response perform(String operation, Request signed, Request unprefixed, String requestId) {
    Instant now = setting.clock().instant();
    try {
      Account caller = cloud.authenticate(signed, this::key, now);
      if (!caller.mayCall(cloud.name(), operation)) {
        throw cloud.denied(caller, operation);
      }
      return worlds.with(
          cloud.name(),
          world ->
              operation(operation)
                  .perform(
                      new Call(
                          unprefixed,
                          caller,
                          region(signed),
                          world,
                          inventory,
                          now,
                          setting.latency(),
                          setting.ids(),
                          requestId)));
    } catch (Refused refusal) {
      return cloud.refuse(refusal, signed, requestId);
    } catch (UncheckedIOException unsaved) {
      String message = unsaved.getMessage() + ": " + unsaved.getCause();
      return cloud.refuse(new Refused(500, cloud.internalError(), message), signed, requestId);
    }
  }

  private Reply disturb(
      Fault fault, Supplier<Response> perform, Request request, String requestId) {
    try {
      setting.pause().of(fault.delay());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Cut.CONNECTION;
    }
    Optional<Response> answer = fault.performed() ? Optional.of(perform.get()) : Optional.empty();
    return fault
        .instead()
        .map(failure -> failed(failure, request, requestId))
        .or(() -> answer)
        .orElseThrow();
  }

  private Reply failed(Fault.Failure failure, Request request, String requestId) {
    return switch (failure) {
      case Fault.CutOff() -> Cut.CONNECTION;
      case Fault.Throttled() -> cloud.refuse(cloud.throttled(), request, requestId);
      case Fault.ErrorAnswer(int status, Optional<String> code, String message) ->
          cloud.refuse(
              new Refused(status, code.orElseGet(cloud::internalError), message),
              request,
              requestId);
    };
  }

  private Optional<Key> key(String accessKey) {
    return accounts
        .find(accessKey)
        .or(() -> worlds.with(cloud.name(), world -> Sessions.find(world, accounts, accessKey)));
  }

  private Operation operation(String name) {
    Operation operation = cloud.operations().get(name);
    if (operation == null) {
      throw new IllegalStateException("no operation " + name);
    }
    return operation;
  }

  private Optional<String> region(Request request) {
    String host = request.header("Host").orElse("").toLowerCase(Locale.ROOT);
    List<String> places =
        request.rawPath().startsWith(REGIONS)
            ? List.of(request.rawPath().split("/", -1)[2])
            : Arrays.asList(host.split("[.:]", -1));
    return places.stream().filter(cloud.regions()::contains).findFirst();
  }

  private static Request withoutRegion(Request request) {
    String path = request.rawPath();
    if (!path.startsWith(REGIONS)) {
      return request;
    }
    int end = path.indexOf('/', REGIONS.length());
    return request.withRawPath(end < 0 ? "/" : path.substring(end));
  }
}
