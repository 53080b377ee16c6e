package dev.groma.providers.emulator.cloud;

import dev.groma.providers.emulator.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One authenticated call of an operation and all it may touch.
///
/// @param request without the emulator's region prefix
/// @param region the region that was addressed, if the request names one
/// @param latency how long each asynchronous change takes
/// @param requestId the id the answer must carry
public record Call(
    Request request,
    Account caller,
    Optional<String> region,
    World world,
    Inventory inventory,
    Instant now,
    Duration latency,
    Ids ids,
    String requestId) {

  /// The same call in another world.
  public Call in(World other) {
    return new Call(request, caller, region, other, inventory, now, latency, ids, requestId);
  }
}
