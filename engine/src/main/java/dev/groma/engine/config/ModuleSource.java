package dev.groma.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a module comes from, as the `source` of a call says it.
public sealed interface ModuleSource {
  /// A directory beside the calling module.
  ///
  /// @param path begins with `./` or `../`
  record Local(String path) implements ModuleSource {}

  /// A repository that `git` can clone.
  ///
  /// @param url what `git clone` is given
  /// @param ref the branch, tag or commit, or null for the default branch
  /// @param subdirectory where in it the module is; empty for its root
  record Git(String url, @Nullable String ref, String subdirectory) implements ModuleSource {}

  /// A `.zip` or `.tar.gz` file.
  ///
  /// @param url `http`, `https` or `file`
  /// @param kind what it is
  /// @param checksum the SHA-256 digest that the source itself demands, in hexadecimal; or null
  /// @param subdirectory where in it the module is; empty for its root
  record Archive(String url, Kind kind, @Nullable String checksum, String subdirectory)
      implements ModuleSource {
    /// The kinds of archives.
    public enum Kind {
      /// Zip.
      ZIP,
      /// Tar, compressed with gzip.
      TAR_GZ,
      /// Tar, not compressed.
      TAR
    }
  }

  /// A source that cannot be used.
  ///
  /// @param reason why, and what to do instead; a sentence
  record Unusable(String reason) implements ModuleSource {}

  /// What `text` means.
  static ModuleSource parse(String text) {
    if (text.startsWith("./") || text.startsWith("../") || text.equals(".") || text.equals("..")) {
      return new Local(text);
    }
    return new Reader(text).read();
  }

  /// Takes a source apart: `[getter::]url[//subdirectory][?query]`.
  final class Reader {
    private static final List<String> GETTERS = List.of("hg", "s3", "gcs", "oci");
    private static final String WAYS =
        " A module comes from a directory (\"./net\"), from git"
            + " (\"git::https://host/net.git?ref=v1\") or from an archive"
            + " (\"https://host/net.zip\").";

    private final String text;

    private Reader(String text) {
      this.text = text;
    }

    private ModuleSource read() {
      int forced = text.indexOf("::");
      String getter = forced > 0 ? text.substring(0, forced) : "";
      String rest = forced > 0 ? text.substring(forced + 2) : text;
      if (GETTERS.contains(getter)) {
        return new Unusable("Groma does not read modules by \"" + getter + "::\"." + WAYS);
      }
      if (getter.equals("git")) {
        return git(rest);
      }
      if (!getter.isEmpty() && !getter.startsWith("http") && !getter.equals("file")) {
        return new Unusable("There is nothing that reads \"" + getter + "::\"." + WAYS);
      }
      if (rest.matches("[\\w.-]+@[\\w.-]+:.*") || rest.startsWith("ssh://")) {
        return git(rest);
      }
      if (rest.startsWith("github.com/") || rest.startsWith("bitbucket.org/")) {
        return hosted(rest);
      }
      boolean url =
          rest.startsWith("https://") || rest.startsWith("http://") || rest.startsWith("file://");
      if (url || rest.startsWith("/")) {
        return archive(rest.startsWith("/") ? "file://" + rest : rest);
      }
      return new Unusable(
          rest.matches("([\\w.-]+/)?[\\w-]+/[\\w-]+/[\\w-]+(//.*)?")
              ? "This is the address of a module in a registry, and Groma uses no registry." + WAYS
              : "It is neither a path nor a URL; a path begins with \"./\" or \"../\"." + WAYS);
    }

    private static ModuleSource hosted(String rest) {
      List<String> parts = new ArrayList<>(List.of(rest.split("//", 2)));
      String repository = parts.getFirst();
      String query = "";
      int mark = repository.indexOf('?');
      if (mark >= 0) {
        query = repository.substring(mark);
        repository = repository.substring(0, mark);
      }
      String suffix = repository.endsWith(".git") ? "" : ".git";
      return git(
          "https://" + repository + suffix + (parts.size() > 1 ? "//" + parts.get(1) : "") + query);
    }

    private static ModuleSource git(String rest) {
      Parts parts = Parts.of(rest);
      if (parts.url.startsWith("-") || parts.url.isEmpty()) {
        return new Unusable("There is no URL behind \"git::\"." + WAYS);
      }
      String ref = parts.parameter("ref").orElse(null);
      return ref != null && ref.startsWith("-")
          ? new Unusable("A ref cannot begin with a dash.")
          : new Git(parts.url, ref, parts.subdirectory);
    }

    private static ModuleSource archive(String rest) {
      Parts parts = Parts.of(rest);
      String path = parts.url.toLowerCase(Locale.ROOT);
      String kind = parts.parameter("archive").orElse("");
      Archive.Kind found =
          kind.equals("zip") || path.endsWith(".zip")
              ? Archive.Kind.ZIP
              : kind.equals("tar.gz")
                      || kind.equals("tgz")
                      || path.endsWith(".tar.gz")
                      || path.endsWith(".tgz")
                  ? Archive.Kind.TAR_GZ
                  : kind.equals("tar") || path.endsWith(".tar") ? Archive.Kind.TAR : null;
      if (found == null) {
        return new Unusable(
            path.endsWith(".git")
                ? "Write \"git::\" before the URL of a repository."
                : "The URL does not end in .zip, .tar.gz, .tgz or .tar. If it gives one of these,"
                    + " add \"?archive=zip\" or \"?archive=tar.gz\".");
      }
      String checksum = parts.parameter("checksum").orElse(null);
      if (checksum != null) {
        checksum = checksum.replaceFirst("^sha256:", "").toLowerCase(Locale.ROOT);
        if (!checksum.matches("[0-9a-f]{64}")) {
          return new Unusable(
              "A checksum is written \"checksum=sha256:\" and 64 hexadecimal digits.");
        }
      }
      return new Archive(
          parts.url + parts.query(List.of("archive", "checksum")),
          found,
          checksum,
          parts.subdirectory);
    }

    /// @param url without subdirectory and parameters
    private record Parts(String url, String subdirectory, List<String> parameters) {
      static Parts of(String text) {
        int mark = text.indexOf('?');
        String path = mark < 0 ? text : text.substring(0, mark);
        List<String> parameters =
            mark < 0 ? List.of() : List.of(text.substring(mark + 1).split("&"));
        int scheme = path.indexOf("://");
        int inside = path.indexOf("//", scheme < 0 ? 0 : scheme + 3);
        return inside < 0
            ? new Parts(path, "", parameters)
            : new Parts(path.substring(0, inside), path.substring(inside + 2), parameters);
      }

      Optional<String> parameter(String name) {
        return parameters.stream()
            .filter(p -> p.startsWith(name + "="))
            .map(p -> p.substring(name.length() + 1))
            .findFirst();
      }

      /// The parameters that are not `ours`, for the server.
      String query(List<String> ours) {
        List<String> left =
            parameters.stream().filter(p -> !ours.contains(p.replaceFirst("=.*", ""))).toList();
        return left.isEmpty() ? "" : "?" + String.join("&", left);
      }
    }
  }
}
