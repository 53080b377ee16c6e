package dev.groma.providers.huaweicloud;

import dev.groma.providers.driver.Errand;
import dev.groma.providers.driver.Request;
import dev.groma.providers.driver.Signer;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.schemas.value.Value;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The project that calls are about: known by its id, or found out by its name (reference, A.1).
/// Paths name it as `{project_id}`.
final class Project {
  private static final String PLACE = "{project_id}";

  private final String name;
  private final URI iam;
  private final AtomicReference<@Nullable String> id;

  /// @param id its id; null to find it out
  /// @param name its name
  /// @param iam where the IAM service is
  Project(@Nullable String id, String name, URI iam) {
    this.id = new AtomicReference<>(id);
    this.name = name;
    this.iam = iam;
  }

  String name() {
    return name;
  }

  URI iam() {
    return iam;
  }

  Optional<String> id() {
    return Optional.ofNullable(id.get());
  }

  /// Takes the id; false when it is none.
  boolean take(String found) {
    if (found.isEmpty()) {
      return false;
    }
    id.set(found);
    return true;
  }

  /// `request` about this project. The id goes into the path, and into the header that requests
  /// with an access key need where an account has several projects.
  Request in(Request request) {
    String known = id().orElse("");
    Request about =
        new Request(
            request.method(),
            request.endpoint(),
            request.path().replace(PLACE, known),
            request.query(),
            request.headers(),
            request.form(),
            request.body());
    return known.isEmpty() ? about : about.with("x-project-id", known);
  }

  /// Finds out the id, asked for with `signer`.
  Errand lookup(Signer signer) {
    Request request =
        new Request(
            "GET",
            iam,
            "/v3/projects",
            List.of(new Request.Parameter("name", name)),
            accepting(),
            List.of(),
            null);
    return new Errand(
        "find the id of the project \"%s\" (if the account has none of this name, set project_name or project_id of the provider)"
            .formatted(name),
        "GET /v3/projects",
        request,
        signer,
        (body, _) -> take(idOf(body)));
  }

  private String idOf(Value body) {
    return Facts.at(body, "projects") instanceof Value.Tuple all
        ? all.elements().stream()
            .filter(project -> Value.of(name).equals(Facts.at(project, "name")))
            .map(project -> Facts.at(project, "id") instanceof Value.Str s ? s.text() : "")
            .findFirst()
            .orElse("")
        : "";
  }

  static SortedMap<String, String> accepting() {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("accept", "application/json");
    return headers;
  }
}
