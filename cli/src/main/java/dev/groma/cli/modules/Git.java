package dev.groma.cli.modules;

import dev.groma.engine.config.ModuleSource;
import dev.groma.engine.plan.ProgramRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Clones repositories with the `git` of this machine, which knows how the user logs in.
///
/// @param programs runs it
record Git(ProgramRunner programs) {
  /// Nobody is asked for a password, no hook is run, and only these ways lead to a repository.
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "GIT_TERMINAL_PROMPT", "0",
          "GIT_ALLOW_PROTOCOL", "https:ssh:file:http:git",
          "GIT_SSH_COMMAND", "ssh -o BatchMode=yes",
          "GIT_CONFIG_COUNT", "2",
          "GIT_CONFIG_KEY_0", "core.hooksPath",
          "GIT_CONFIG_VALUE_0", "/dev/null",
          "GIT_CONFIG_KEY_1", "advice.detachedHead",
          "GIT_CONFIG_VALUE_1", "false");

  private static final int REPEATED_LINES = 10;

  /// Puts what `source` names into `folder`, which is not there yet.
  ///
  /// @param pinned the commit to take, or null for the one that the source names
  /// @return the commit
  String fetch(ModuleSource.Git source, @Nullable String pinned, Path folder)
      throws FetchException, InterruptedException {
    Path parent = folder.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("no parent: " + folder);
    }
    run(
        parent,
        List.of("clone", "--quiet", "--no-checkout", "--", source.url(), folder.toString()));
    String commit = pinned == null ? resolve(source, folder) : pinned;
    try {
      run(folder, List.of("checkout", "--quiet", "--detach", commit));
    } catch (FetchException e) {
      if (pinned == null) {
        throw e;
      }
      throw new FetchException(
          "The lock file pins the commit "
              + pinned
              + ", which the repository does not have any more. If that is as it should be, run"
              + " \"groma init -upgrade\" to pin another one.\n\n"
              + e.getMessage());
    }
    if (folder.resolve(".gitmodules").toFile().exists()) {
      run(folder, List.of("submodule", "--quiet", "update", "--init", "--recursive"));
    }
    return commit;
  }

  private String resolve(ModuleSource.Git source, Path folder)
      throws FetchException, InterruptedException {
    if (source.ref() == null) {
      return revision(folder, "HEAD");
    }
    try {
      return revision(folder, "refs/remotes/origin/" + source.ref());
    } catch (FetchException _) {
      try {
        return revision(folder, source.ref());
      } catch (FetchException _) {
        throw new FetchException(
            "The repository has no branch, tag or commit \"" + source.ref() + "\".");
      }
    }
  }

  private String revision(Path folder, String name) throws FetchException, InterruptedException {
    List<String> lines =
        run(folder, List.of("rev-parse", "--verify", "--quiet", name + "^{commit}"));
    if (lines.isEmpty()) {
      throw new FetchException("There is no " + name + ".");
    }
    return lines.getFirst().strip();
  }

  private List<String> run(Path directory, List<String> arguments)
      throws FetchException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("git"));
    words.addAll(arguments);
    List<String> lines = new ArrayList<>();
    int code;
    try {
      code = programs.run(new ProgramRunner.Program(words, directory, ENVIRONMENT), lines::add);
    } catch (IOException e) {
      throw new FetchException(
          "The program git could not be started: "
              + e.getMessage()
              + ". Install git, or use an archive as the source.");
    }
    if (code != 0) {
      int from = Math.max(0, lines.size() - REPEATED_LINES);
      throw new FetchException(
          "git "
              + arguments.getFirst()
              + " failed with exit code "
              + code
              + ":\n"
              + withoutPasswords(String.join("\n", lines.subList(from, lines.size()))));
    }
    return lines;
  }

  /// `text` without what may stand before the host of a URL.
  static String withoutPasswords(String text) {
    return text.replaceAll("://[^/@\\s]+@", "://***@");
  }
}
