package dev.groma.providers.huaweicloud;

import dev.groma.providers.driver.Errand;
import dev.groma.providers.driver.Json;
import dev.groma.providers.driver.Lease;
import dev.groma.providers.driver.Request;
import dev.groma.providers.driver.Signer;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.schemas.value.Value;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// Proves who calls by the token of an IAM user (reference, 3.2): fetched with a password for one
/// project, kept in memory only, and renewed before it ends.
final class UserToken implements Signer {
  /// How long a token is good when its answer does not say.
  private static final Duration LIFE = Duration.ofHours(24);

  private final User user;
  private final Project project;
  private final Lease<String> token = new Lease<>();

  UserToken(User user, Project project) {
    this.user = user;
    this.project = project;
  }

  /// An IAM user. Each part that is not known is empty.
  record User(String id, String name, String password, String domainId, String domainName) {
    /// The name: the password is secret.
    @Override
    public String toString() {
      return name.isEmpty() ? id : name;
    }
  }

  @Override
  public Request sign(Request request, Instant now) {
    return project.in(request).with("x-auth-token", token.require());
  }

  @Override
  public Optional<Errand> errand(Instant now) {
    return token.isDue(now) ? Optional.of(login(now)) : Optional.empty();
  }

  @Override
  public boolean forget(Instant now) {
    return token.forget(now);
  }

  private Errand login(Instant now) {
    SortedMap<String, String> headers = Project.accepting();
    headers.put("content-type", "application/json; charset=utf-8");
    Request request =
        new Request(
            "POST", project.iam(), "/v3/auth/tokens", List.of(), headers, List.of(), body());
    return new Errand(
        "log in as the IAM user \"%s\" for the project \"%s\"".formatted(user, project.name()),
        "POST /v3/auth/tokens",
        request,
        (unsigned, _) -> unsigned,
        (body, answered) -> take(body, answered, now));
  }

  private boolean take(Value body, SortedMap<String, String> headers, Instant now) {
    String text = headers.getOrDefault("x-subject-token", "");
    String found =
        Facts.at(body, "token.project.id") instanceof Value.Str s
            ? s.text()
            : project.id().orElse("");
    if (text.isEmpty() || !project.take(found)) {
      return false;
    }
    token.take(text, now, expiry(body, now));
    return true;
  }

  private static Instant expiry(Value body, Instant now) {
    try {
      return Facts.at(body, "token.expires_at") instanceof Value.Str s
          ? Instant.parse(s.text())
          : now.plus(LIFE);
    } catch (DateTimeException _) {
      return now.plus(LIFE);
    }
  }

  private String body() {
    Value.Obj domain = idOrName(user.domainId(), user.domainName());
    Map<String, Value> person = new LinkedHashMap<>(idOrName(user.id(), user.name()).attributes());
    person.put("password", Value.of(user.password()));
    if (user.id().isEmpty()) {
      person.put("domain", domain);
    }
    Value.Obj scope = idOrName(project.id().orElse(""), project.name());
    return Json.write(
        object(
            "auth",
            Value.object(
                Map.of(
                    "identity",
                    Value.object(
                        Map.of(
                            "methods",
                            new Value.Tuple(List.of(Value.of("password"))),
                            "password",
                            object("user", Value.object(person)))),
                    "scope",
                    object("project", scope)))));
  }

  private static Value.Obj object(String name, Value value) {
    return Value.object(Map.of(name, value));
  }

  private static Value.Obj idOrName(String id, String name) {
    return id.isEmpty() ? object("name", Value.of(name)) : object("id", Value.of(id));
  }
}
