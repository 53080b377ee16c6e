package dev.groma.providers.emulator.huaweicloud;

import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.invalidIf;
import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.refuseIf;

import dev.groma.providers.emulator.cloud.Account;
import dev.groma.providers.emulator.cloud.Call;
import dev.groma.providers.emulator.http.Parameter;
import dev.groma.providers.emulator.http.Request;
import dev.groma.providers.emulator.json.JsonObject;
import dev.groma.providers.emulator.json.JsonSyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A call as Huawei's operations read it.
///
/// @param path what the path has in the places of the braces of its template
record HuaweiCall(Call call, Map<String, String> path) {
  HuaweiCall {
    path = Map.copyOf(path);
  }

  Account caller() {
    return call.caller();
  }

  Instant now() {
    return call.now();
  }

  Settings settings() {
    return new Settings(call.inventory().settings());
  }

  Store store() {
    return new Store(this);
  }

  /// What the path has for a name in braces.
  String path(String name) {
    return Optional.ofNullable(path.get(name)).orElseThrow();
  }

  Optional<String> header(String name) {
    return call.request().header(name);
  }

  Optional<String> query(String name) {
    return call.request().query(name).filter(value -> !value.isEmpty());
  }

  /// The values of a parameter that may be given several times.
  List<String> queries(String name) {
    return call.request().query().stream()
        .filter(parameter -> parameter.name().equals(name))
        .map(Parameter::value)
        .toList();
  }

  Optional<Integer> number(String name, int least, int most) {
    return query(name)
        .map(text -> {
          int value = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
          invalidIf(
              value < least || value > most,
              "%s must be a whole number from %d to %d".formatted(name, least, most));
          return value;
        });
  }

  /// The body of the request, which must be a JSON object.
  JsonObject body() {
    try {
      String text = call.request().body();
      return text.isBlank() ? JsonObject.EMPTY : JsonObject.parse(text);
    } catch (JsonSyntaxException broken) {
      throw HuaweiErrors.invalid("the body is not JSON: " + broken.getMessage());
    }
  }

  /// The one object in the body, by its name.
  Fields body(String name, Set<String> known) {
    return Fields.of("the body", body(), Set.of(name)).require(name, known);
  }

  /// The project that the path names.
  ///
  /// It must be the caller's, in the region that is addressed, and the one that the token is for. A
  /// sub-project that is called with a signature must be named by `X-Project-Id` too (table 3-3).
  Project project() {
    String id = path("project_id");
    Request request = call.request();
    Project project =
        Project.find(caller(), id)
            .orElseThrow(() -> HuaweiErrors.denied("there is no project %s".formatted(id)));
    refuseIf(
        !call.region().orElse(project.region()).equals(project.region()),
        HuaweiErrors.denied("project %s is in region %s".formatted(id, project.region())));
    Optional<String> token = request.header("X-Auth-Token");
    if (token.isPresent()) {
      refuseIf(
          !Token.read(token.get()).project().equals(Optional.of(id)),
          HuaweiErrors.denied("the token is not for project %s".formatted(id)));
      return project;
    }
    Optional<String> named = request.header("X-Project-Id");
    refuseIf(
        !named.orElse(id).equals(id) || (named.isEmpty() && !project.isDefault()),
        HuaweiErrors.denied("X-Project-Id must be %s".formatted(id)));
    return project;
  }

  /// An enterprise project: `0`, the default one, or a UUID; one of those that the seed file lists
  /// for the account, if it lists any.
  String enterpriseProject(Fields fields) {
    String name = "enterprise_project_id";
    String id = fields.find(name).orElse("0");
    if (id.equals("0")) {
      return id;
    }
    Fields.checkUuid(name, id);
    List<String> listed = caller().projects().stream().filter(one -> one.length() == 36).toList();
    invalidIf(
        !listed.isEmpty() && !listed.contains(id),
        "the enterprise project %s does not exist".formatted(id));
    return id;
  }

  /// A name for something that was given none: the prefix and four characters.
  String madeUpName(String prefix) {
    return prefix + call.ids().hex(4);
  }
}
