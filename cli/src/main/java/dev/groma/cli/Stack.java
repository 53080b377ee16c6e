package dev.groma.cli;

import dev.groma.engine.config.VariableLoader;
import dev.groma.engine.drift.Excuse;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A configuration with its state, as one of several that are looked at together.
///
/// @param name what reports call it
/// @param directory where its configuration is
/// @param workspace the workspace that is used; null for the one that is selected there
/// @param state its state file; null for that of the workspace
/// @param variables the values of its variables besides those of the directory and the environment
/// @param ignored what drift of it nobody wants to hear of
record Stack(
    String name,
    Path directory,
    @Nullable String workspace,
    @Nullable String state,
    List<VariableLoader.Option> variables,
    List<Excuse.Ignored> ignored) {
  /// Copies the lists.
  Stack {
    variables = List.copyOf(variables);
    ignored = List.copyOf(ignored);
  }
}
