package dev.groma.providers.emulator.huaweicloud;

import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.refuseIf;

import dev.groma.providers.emulator.cloud.Account;
import dev.groma.providers.emulator.cloud.Key;
import dev.groma.providers.emulator.cloud.Keys;
import dev.groma.providers.emulator.cloud.Sha256;
import dev.groma.providers.emulator.http.Request;
import dev.groma.providers.emulator.http.Response;
import dev.groma.providers.emulator.json.JsonObject;
import dev.groma.providers.emulator.json.JsonSyntaxException;
import dev.groma.providers.emulator.json.JsonTypeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// The operations of the identity service: a token for a user's password (3.2), and the projects
/// (A.1).
///
/// The emulator makes no difference between an account and its users: every account has one user,
/// whose name is the access key and whose password is the secret key, in a domain that is named by
/// the access key as well and whose id is the account's.
final class Iam {
  static final String TOKENS = "/v3/auth/tokens";

  private Iam() {}

  /// What a request for a token says.
  private record Login(
      Optional<String> name,
      Optional<String> id,
      Optional<String> domain,
      String password,
      Optional<JsonObject> project) {

    static Login of(Request request) {
      try {
        JsonObject auth = require(JsonObject.parse(request.body()).object("auth"));
        JsonObject identity = require(auth.object("identity"));
        refuseIf(
            !identity.texts("methods").equals(List.of("password")), HuaweiErrors.invalidIamBody());
        JsonObject user = require(require(identity.object("password")).object("user"));
        Optional<JsonObject> domain = user.object("domain");
        Optional<String> name = user.text("name");
        Optional<String> id = user.text("id");
        refuseIf(
            id.isEmpty() && (name.isEmpty() || domain.isEmpty()), HuaweiErrors.invalidIamBody());
        return new Login(
            name,
            id,
            domain.flatMap(given -> given.text("name").or(() -> given.text("id"))),
            require(user.text("password")),
            auth.object("scope").flatMap(scope -> scope.object("project")));
      } catch (JsonSyntaxException | JsonTypeException _) {
        throw HuaweiErrors.invalidIamBody();
      }
    }

    private static <T> T require(Optional<T> member) {
      return member.orElseThrow(HuaweiErrors::invalidIamBody);
    }

    boolean names(Account account) {
      return domain
          .map(text -> List.of(account.accessKey(), account.id()).contains(text))
          .orElse(true);
    }
  }

  /// Whose name and password a request for a token has.
  static Account authenticate(Request request, Keys keys) {
    Login login = Login.of(request);
    return login
        .name()
        .or(login::id)
        .flatMap(keys::find)
        .filter(key -> key.token().isEmpty())
        .map(Key::account)
        .filter(account -> Sha256.same(account.secretKey(), login.password()))
        .filter(login::names)
        .orElseThrow(HuaweiErrors::wrongPassword);
  }

  /// `POST /v3/auth/tokens`: 201, the token in `X-Subject-Token`, what it is good for in the body.
  static Response createToken(HuaweiCall call) {
    Account account = call.caller();
    Instant now = call.now().truncatedTo(ChronoUnit.SECONDS);
    Instant end = now.plus(call.settings().tokenLifetime());
    Optional<Project> project =
        Login.of(call.call().request()).project().map(asked -> project(account, asked));
    var token =
        new Token(account.accessKey(), project.map(Project::id), end, call.call().ids().hex(16));
    JsonObject domain = JsonObject.EMPTY.with("id", account.id()).with("name", account.accessKey());
    JsonObject body =
        JsonObject.EMPTY
            .with("methods", List.of("password"))
            .with("expires_at", iamTime(end))
            .with("issued_at", iamTime(now))
            .with("roles", List.of())
            .with("catalog", List.of())
            .with(
                "project",
                project.map(one ->
                    JsonObject.EMPTY
                        .with("id", one.id())
                        .with("name", one.name())
                        .with("domain", domain)))
            .with("domain", project.isEmpty() ? Optional.of(domain) : Optional.empty())
            .with(
                "user",
                JsonObject.EMPTY
                    .with("id", account.accessKey())
                    .with("name", account.accessKey())
                    .with("password_expires_at", "")
                    .with("domain", domain));
    return Response.of(201, JsonObject.EMPTY.with("token", body).toString())
        .with("X-Subject-Token", token.sealed(account));
  }

  private static Project project(Account account, JsonObject asked) {
    return asked
        .text("id")
        .flatMap(id -> Project.find(account, id))
        .or(() -> asked.text("name").flatMap(name -> Project.named(account, name)))
        .orElseThrow(HuaweiErrors::invalidIamBody);
  }

  private static String iamTime(Instant time) {
    return time.toString().replace("Z", ".000000Z");
  }

  /// `GET /v3/projects`, filtered by `name`, `domain_id`, `parent_id` and `enabled`.
  static Response listProjects(HuaweiCall call) {
    Account account = call.caller();
    String self = "http://%s/v3/projects".formatted(call.header("Host").orElse("127.0.0.1"));
    Optional<String> name = call.query("name");
    boolean wanted =
        List.of("domain_id", "parent_id").stream()
                .allMatch(filter -> call.query(filter).map(account.id()::equals).orElse(true))
            && !call.query("enabled").orElse("true").equals("false");
    List<JsonObject> projects =
        Project.of(account).stream()
            .filter(project -> wanted && name.map(project.name()::equals).orElse(true))
            .map(project ->
                JsonObject.EMPTY
                    .with("domain_id", account.id())
                    .with("is_domain", false)
                    .with("parent_id", account.id())
                    .with("name", project.name())
                    .with("description", "")
                    .with("links", links(self + "/" + project.id()))
                    .with("id", project.id())
                    .with("enabled", true))
            .toList();
    JsonObject body = JsonObject.EMPTY.with("projects", projects).with("links", links(self));
    return Response.of(200, body.toString());
  }

  private static JsonObject links(String self) {
    return JsonObject.EMPTY
        .with("next", (Object) null)
        .with("previous", (Object) null)
        .with("self", self);
  }
}
