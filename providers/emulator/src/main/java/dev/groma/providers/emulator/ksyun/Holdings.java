package dev.groma.providers.emulator.ksyun;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// The things of one kind as a call finds them: those of the caller, in the region that is called.
///
/// @param kind what the world keeps them as
/// @param noun what messages call one of them
/// @param parameter the parameter that names one of them
/// @param reader makes one of its document
record Holdings<T extends Holdings.Thing>(
    String kind, String noun, String parameter, Function<JsonObject, T> reader) {
  /// Something that belongs to an account, in a region.
  interface Thing {
    String id();

    String account();

    String region();

    JsonObject toJson();
  }

  List<T> all(KsyunCall call) {
    return visible(call, call.call().world().all(kind).values().stream());
  }

  /// Those with the ids that the call names; all when it names none.
  List<T> asked(KsyunCall call) {
    List<String> ids = call.parameters().numbered(parameter);
    return ids.isEmpty()
        ? all(call)
        : visible(
            call,
            ids.stream().distinct().flatMap(id -> call.call().world().find(kind, id).stream()));
  }

  private List<T> visible(KsyunCall call, Stream<JsonObject> documents) {
    String region = call.region();
    return documents.map(reader).filter(thing -> visible(call, thing, region)).toList();
  }

  /// The one that the call names.
  T require(KsyunCall call) {
    String id = call.parameters().require(parameter);
    String region = call.region();
    return call.call()
        .world()
        .find(kind, id)
        .map(reader)
        .filter(thing -> visible(call, thing, region))
        .orElseThrow(() -> KsyunErrors.noSuch(noun, id));
  }

  private boolean visible(KsyunCall call, T thing, String region) {
    return thing.account().equals(call.caller()) && thing.region().equals(region);
  }

  JsonObject put(KsyunCall call, T thing) {
    call.call().world().put(kind, thing.id(), thing.toJson());
    return KsyunCloud.DONE;
  }

  JsonObject remove(KsyunCall call, T thing) {
    call.call().world().remove(kind, thing.id());
    return KsyunCloud.DONE;
  }
}
