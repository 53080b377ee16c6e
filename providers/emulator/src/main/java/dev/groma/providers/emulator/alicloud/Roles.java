package dev.groma.providers.emulator.alicloud;

import static dev.groma.providers.emulator.alicloud.AliErrors.refuseIf;

import dev.groma.providers.emulator.cloud.Key;
import dev.groma.providers.emulator.cloud.Refused;
import dev.groma.providers.emulator.cloud.Sessions;
import dev.groma.providers.emulator.json.JsonObject;
import dev.groma.providers.emulator.json.JsonSyntaxException;
import dev.groma.providers.emulator.json.JsonTypeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The operation that gives temporary keys (guide, 7.3.2).
///
/// Every role exists; with a seed file that mentions the cloud, those of the caller's account do.
/// The keys act for the caller's account, and may do what a policy allows, whichever resources it
/// names.
final class Roles {
  private static final Pattern ARN =
      Pattern.compile("acs:ram::(?<account>[0-9a-zA-Z]+):role/(?<role>[0-9a-zA-Z._-]+)");
  private static final int LONGEST_POLICY = 1024;
  private static final int SHORTEST = 900;

  /// `DurationSeconds` is in no table, but in an error: 15 minutes to an hour.
  private static final int LONGEST = 3600;

  private Roles() {}

  static JsonObject assume(AliCall call) {
    Parameters parameters = call.parameters();
    Matcher arn = ARN.matcher(parameters.require("RoleArn"));
    refuseIf(!arn.matches(), malformed("RoleArn"));
    String session = parameters.require("RoleSessionName");
    refuseIf(!session.matches("[a-zA-Z0-9.@_-]{2,64}"), malformed("RoleSessionName"));
    int seconds = duration(parameters);
    Set<String> denied = parameters.find("Policy").map(Roles::denied).orElse(Set.of());
    boolean exists =
        call.call().inventory().isOpen() || arn.group("account").equals(call.call().caller().id());
    refuseIf(!exists, AliErrors.notFound("EntityNotExist.Role", "Role"));
    Instant end = call.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(seconds);
    Key key = Sessions.grant(call.call(), end, "STS.", denied);
    return JsonObject.EMPTY
        .with(
            "Credentials",
            JsonObject.EMPTY
                .with("AccessKeyId", key.accessKey())
                .with("AccessKeySecret", key.secretKey())
                .with("SecurityToken", key.token())
                .with("Expiration", end.toString()))
        .with(
            "AssumedRoleUser",
            JsonObject.EMPTY
                .with("Arn", arn.group() + "/" + session)
                .with("AssumedRoleId", arn.group("account") + ":" + session));
  }

  private static int duration(Parameters parameters) {
    Optional<String> text = parameters.find("DurationSeconds");
    int seconds =
        text.map(given -> given.matches("[0-9]{1,6}") ? Integer.parseInt(given) : -1)
            .orElse(LONGEST);
    refuseIf(
        seconds < SHORTEST || seconds > LONGEST,
        AliErrors.bad(
            "InvalidParameter.DurationSeconds",
            "The Min/Max value of DurationSeconds is 15min/1hr."));
    return seconds;
  }

  private static Refused malformed(String parameter) {
    return AliErrors.bad(
        "InvalidParameter." + parameter,
        "The parameter %s is wrongly formed.".formatted(parameter));
  }

  static Refused denied() {
    return new Refused(
        403,
        "NoPermission",
        "You are not authorized to do this action. You should be authorized by RAM.");
  }

  // ---- policies ----

  /// The operations that a policy does not allow, as an account's `denied` names them.
  private static Set<String> denied(String policy) {
    refuseIf(
        policy.length() > LONGEST_POLICY,
        AliErrors.bad(
            "InvalidParameter.PolicySize", "The size of Policy must be smaller than 1024 bytes."));
    List<JsonObject> statements = statements(policy);
    AlibabaCloud cloud = new AlibabaCloud();
    var denied = new TreeSet<String>();
    for (String operation : cloud.operations().keySet()) {
      String action = (operation.equals(AlibabaCloud.ASSUME_ROLE) ? "sts:" : "vpc:") + operation;
      boolean allowed = statements.stream().anyMatch(concerns("Allow", action));
      if (!allowed || statements.stream().anyMatch(concerns("Deny", action))) {
        denied.add(cloud.name() + ":" + operation);
      }
    }
    return denied;
  }

  private static List<JsonObject> statements(String policy) {
    try {
      JsonObject document = JsonObject.parse(policy);
      List<JsonObject> statements = document.objects("Statement");
      boolean sound =
          document.text("Version").equals(Optional.of("1"))
              && !statements.isEmpty()
              && statements.stream().allMatch(Roles::sound);
      if (sound) {
        return statements;
      }
    } catch (JsonSyntaxException | JsonTypeException _) {
      // Told below.
    }
    throw AliErrors.bad(
        "InvalidParameter.PolicyGrammar", "The parameter Policy has not passed grammar check.");
  }

  private static boolean sound(JsonObject statement) {
    return List.of("Allow", "Deny").contains(statement.text("Effect").orElse(""))
        && !texts(statement.members().get("Action")).isEmpty()
        && !texts(statement.members().get("Resource")).isEmpty();
  }

  private static Predicate<JsonObject> concerns(String effect, String action) {
    return statement ->
        statement.text("Effect").equals(Optional.of(effect))
            && texts(statement.members().get("Action")).stream()
                .anyMatch(pattern -> matches(pattern, action));
  }

  private static boolean matches(String pattern, String action) {
    String form = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
    return Pattern.compile(form, Pattern.CASE_INSENSITIVE).matcher(action).matches();
  }

  /// One text, or a list of them.
  private static List<String> texts(@Nullable Object value) {
    return switch (value) {
      case String text -> List.of(text);
      case List<?> list when list.stream().allMatch(String.class::isInstance) ->
          list.stream().map(String.class::cast).toList();
      case null, default -> List.of();
    };
  }
}
