package dev.groma.cli.forge;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Finds the request that a job of a CI system is about.
public final class Forges {
  private static final Pattern PULL = Pattern.compile("refs/pull/(\\d+)/(merge|head)");

  private final SortedMap<String, String> environment;

  /// @param environment the environment variables
  public Forges(SortedMap<String, String> environment) {
    this.environment = environment;
  }

  /// What the user says; null where the CI system knows.
  ///
  /// @param base the address of the API
  /// @param repository the repository
  /// @param number the number of the request
  public record Given(
      @Nullable String base, @Nullable String repository, @Nullable String number) {}

  /// The platform on which this job runs, if it can be told.
  public Optional<Forge.Kind> here() {
    return "true".equals(environment.get("GITHUB_ACTIONS"))
        ? Optional.of(Forge.Kind.GITHUB)
        : "true".equals(environment.get("GITLAB_CI"))
            ? Optional.of(Forge.Kind.GITLAB)
            : Optional.empty();
  }

  /// The request on `kind`.
  ///
  /// @throws ForgeException when something is missing; the message says what
  public Forge find(Forge.Kind kind, Given given) throws ForgeException {
    return switch (kind) {
      case GITHUB ->
          new Forge.GitHub(
              base(given, "GITHUB_API_URL", "https://api.github.com"),
              repository(first(given.repository, "GITHUB_REPOSITORY"), kind),
              number(given.number == null ? pull() : given.number, kind),
              token(kind, "GITHUB_TOKEN", "GH_TOKEN"));
      case GITLAB -> gitlab(given);
      case GITEE ->
          new Forge.Gitee(
              base(given, "GITEE_API_URL", "https://gitee.com/api/v5"),
              repository(first(given.repository, "GITEE_REPOSITORY"), kind),
              number(first(given.number, "GITEE_PULL_REQUEST"), kind),
              token(kind, "GITEE_TOKEN"));
    };
  }

  private Forge gitlab(Given given) throws ForgeException {
    String project = first(given.repository, "CI_MERGE_REQUEST_PROJECT_ID", "CI_PROJECT_ID");
    if (project == null) {
      throw missing("project", "-repo", "CI_PROJECT_ID");
    }
    String number = first(given.number, "CI_MERGE_REQUEST_IID");
    String page = first(null, "CI_MERGE_REQUEST_PROJECT_URL");
    return new Forge.GitLab(
        base(given, "CI_API_V4_URL", "https://gitlab.com/api/v4"),
        project,
        number(number, Forge.Kind.GITLAB),
        token(Forge.Kind.GITLAB, "GITLAB_TOKEN"),
        page == null ? "" : page + "/-/merge_requests/" + number);
  }

  private @Nullable String first(@Nullable String given, String... names) {
    if (given != null) {
      return given;
    }
    for (String name : names) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        return value;
      }
    }
    return null;
  }

  private String base(Given given, String variable, String usual) {
    String base = first(given.base, variable);
    return (base == null ? usual : base).replaceAll("/+$", "");
  }

  private static String repository(@Nullable String name, Forge.Kind kind) throws ForgeException {
    if (name == null) {
      throw missing(
          "repository",
          "-repo",
          kind == Forge.Kind.GITHUB ? "GITHUB_REPOSITORY" : "GITEE_REPOSITORY");
    }
    if (!name.matches("[A-Za-z0-9._-]+/[A-Za-z0-9._-]+")) {
      throw new ForgeException(
          "The repository \"" + name + "\" must be given as owner/name with -repo.");
    }
    return name;
  }

  private static long number(@Nullable String text, Forge.Kind kind) throws ForgeException {
    if (text == null) {
      throw missing(
          kind == Forge.Kind.GITLAB ? "number of the merge request" : "number of the pull request",
          "-pr",
          switch (kind) {
            case GITHUB -> "the event file of a job for a pull request";
            case GITLAB -> "CI_MERGE_REQUEST_IID, which pipelines for merge requests have";
            case GITEE -> "GITEE_PULL_REQUEST";
          });
    }
    if (!text.matches("[1-9]\\d{0,17}")) {
      throw new ForgeException("-pr must be a number, not \"" + text + "\".");
    }
    return Long.parseLong(text);
  }

  private String token(Forge.Kind kind, String... names) throws ForgeException {
    String token = first(null, names);
    if (token != null) {
      return token.strip();
    }
    String jobToken =
        kind == Forge.Kind.GITLAB && environment.containsKey("CI_JOB_TOKEN")
            ? " The job's own CI_JOB_TOKEN cannot write notes."
            : "";
    throw new ForgeException(
        "There is no token for "
            + kind.word()
            + ". Set the environment variable "
            + names[0]
            + "."
            + jobToken);
  }

  private static ForgeException missing(String what, String option, String variable) {
    return new ForgeException(
        "The " + what + " is not known. Give it with " + option + ", or by " + variable + ".");
  }

  /// The number of the pull request that a job of GitHub Actions is for: as its event says, or its
  /// reference.
  private @Nullable String pull() {
    String file = environment.getOrDefault("GITHUB_EVENT_PATH", "");
    if (!file.isEmpty()) {
      try {
        JsonNode event = new ObjectMapper().readTree(Files.readString(Path.of(file)));
        for (String name : new String[] {"pull_request", "issue"}) {
          if (event.path(name).has("number")) {
            return event.path(name).path("number").asString();
          }
        }
        if (event.has("number")) {
          return event.path("number").asString();
        }
      } catch (IOException | JacksonException _) {
        // The reference may still say it.
      }
    }
    Matcher reference = PULL.matcher(environment.getOrDefault("GITHUB_REF", ""));
    return reference.matches() ? reference.group(1) : null;
  }

  /// The proxy for `forge`, from the variables that other programs use; null for none.
  public @Nullable String proxy(Forge forge) {
    String host = URI.create(forge.base()).getHost();
    for (String name : variable("no_proxy").split(",", -1)) {
      String suffix = name.strip().replaceFirst("^\\*?\\.", "");
      boolean meant =
          name.strip().equals("*")
              || (host != null
                  && !suffix.isEmpty()
                  && (host.equals(suffix) || host.endsWith("." + suffix)));
      if (meant) {
        return null;
      }
    }
    String proxy = variable(forge.base().startsWith("https:") ? "https_proxy" : "http_proxy");
    String all = proxy.isEmpty() ? variable("all_proxy") : proxy;
    return all.isEmpty() ? null : all;
  }

  private String variable(String name) {
    Map<String, String> all = environment;
    return all.getOrDefault(name, all.getOrDefault(name.toUpperCase(Locale.ROOT), ""));
  }
}
