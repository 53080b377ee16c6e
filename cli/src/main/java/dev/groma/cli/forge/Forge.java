package dev.groma.cli.forge;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A platform that shows comments on pull or merge requests, seen from one request.
///
/// Sources: GitHub REST API 2022-11-28, "Issue comments"; GitLab API v4, "Notes", merge requests;
/// Gitee API v5, "Pull Requests".
public sealed interface Forge {
  /// What a platform is called on the command line.
  enum Kind {
    /// github.com and GitHub Enterprise Server.
    GITHUB,
    /// gitlab.com and self-managed GitLab.
    GITLAB,
    /// gitee.com and Gitee Enterprise.
    GITEE;

    /// The platform called `name`.
    public static Optional<Kind> of(String name) {
      return List.of(values()).stream().filter(kind -> kind.word().equals(name)).findFirst();
    }

    /// The name on the command line.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The name of the platform, for messages.
  String name();

  /// The address of the API, without a slash at its end.
  String base();

  /// The headers that say who is calling.
  Map<String, String> headers();

  /// The path of the comments of the request.
  String comments();

  /// The path of one comment of the request.
  String comment(String id);

  /// The method that changes a comment.
  default String changing() {
    return "PATCH";
  }

  /// Where people find a comment; empty when nobody knows.
  ///
  /// @param said what the platform says of it as `html_url`
  default String page(String id, String said) {
    return said;
  }

  /// What a refusal with this status most often comes from; empty for others.
  String advice(int status);

  /// GitHub.
  ///
  /// @param repository `owner/name`
  record GitHub(String base, String repository, long number, String token) implements Forge {
    @Override
    public String name() {
      return "GitHub";
    }

    @Override
    public Map<String, String> headers() {
      return Map.of(
          "Authorization",
          "Bearer " + token,
          "Accept",
          "application/vnd.github+json",
          "X-GitHub-Api-Version",
          "2022-11-28");
    }

    @Override
    public String comments() {
      return "/repos/" + repository + "/issues/" + number + "/comments";
    }

    @Override
    public String comment(String id) {
      return "/repos/" + repository + "/issues/comments/" + id;
    }

    @Override
    public String advice(int status) {
      return switch (status) {
        case 401 -> "The token in GITHUB_TOKEN is wrong or expired.";
        case 403 ->
            "The token may not write comments: give the job \"permissions: pull-requests: write\"."
                + " Workflows of pull requests from forks get a token that can only read.";
        case 404 ->
            "There is no such repository or pull request, or the token cannot see it. Check -repo"
                + " and -pr.";
        case 422 -> "The comment was not accepted; a smaller -budget may help.";
        default -> "";
      };
    }
  }

  /// GitLab.
  ///
  /// @param project the number of the project, or its path
  /// @param page the address of the merge request for people; empty when it is not known
  record GitLab(String base, String project, long number, String token, String page)
      implements Forge {
    @Override
    public String name() {
      return "GitLab";
    }

    @Override
    public Map<String, String> headers() {
      return Map.of("PRIVATE-TOKEN", token);
    }

    @Override
    public String comments() {
      return "/projects/" + Transport.encode(project) + "/merge_requests/" + number + "/notes";
    }

    @Override
    public String comment(String id) {
      return comments() + "/" + id;
    }

    @Override
    public String changing() {
      return "PUT";
    }

    @Override
    public String page(String id, String said) {
      return page.isEmpty() ? "" : page + "#note_" + id;
    }

    @Override
    public String advice(int status) {
      return switch (status) {
        case 401, 403 ->
            "GITLAB_TOKEN must be a personal, group or project access token with the scope api, of"
                + " somebody who may comment. The job's own CI_JOB_TOKEN cannot write notes.";
        case 404 ->
            "There is no such project or merge request, or the token cannot see it. Check -repo and"
                + " -pr.";
        default -> "";
      };
    }
  }

  /// Gitee.
  ///
  /// @param repository `owner/name`
  record Gitee(String base, String repository, long number, String token) implements Forge {
    @Override
    public String name() {
      return "Gitee";
    }

    @Override
    public Map<String, String> headers() {
      return Map.of("Authorization", "Bearer " + token);
    }

    @Override
    public String comments() {
      return "/repos/" + repository + "/pulls/" + number + "/comments";
    }

    @Override
    public String comment(String id) {
      return "/repos/" + repository + "/pulls/comments/" + id;
    }

    @Override
    public String advice(int status) {
      return switch (status) {
        case 401 -> "The token in GITEE_TOKEN is wrong or expired.";
        case 403 ->
            "The token may not write comments: it needs the permissions pull_requests and notes.";
        case 404 ->
            "There is no such repository or pull request, or the token cannot see it. Check -repo"
                + " and -pr.";
        default -> "";
      };
    }
  }

  /// Writes `body` as the comment that holds `marker`: the one that is there is changed, otherwise
  /// a new one is made. A comment with the marker that somebody else wrote is left alone.
  ///
  /// @param proxy where to go through, as `http://host:port`, or null
  /// @return where people find the comment, or what it is
  /// @throws ForgeException when the platform refuses or cannot be reached
  default String write(String marker, String body, @Nullable String proxy)
      throws ForgeException, InterruptedException {
    try (Transport transport = new Transport(this, proxy)) {
      return new Upsert(this, transport).write(marker, body);
    }
  }
}
