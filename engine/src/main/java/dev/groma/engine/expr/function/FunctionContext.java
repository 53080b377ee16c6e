package dev.groma.engine.expr.function;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// What functions see of the world besides their arguments.
///
/// @param baseDirectory the folder that relative file names are relative to
/// @param workingDirectory the folder the program was started in; absolute
/// @param homeDirectory what `~` stands for
/// @param planTimestamp the moment of planning
/// @param clock tells the time of `timestamp`
/// @param random the source of `uuid` and of salts
/// @param renderer renders templates
/// @param pure functions whose results differ from call to call return unknown values, as they do
///   while planning
/// @param seen is told what functions see of files
public record FunctionContext(
    Path baseDirectory,
    Path workingDirectory,
    Path homeDirectory,
    Instant planTimestamp,
    Clock clock,
    RandomGenerator random,
    TemplateRenderer renderer,
    boolean pure,
    FilesSeen seen) {
  /// A context of its own: nobody else sees what is seen of files.
  public FunctionContext(
      Path baseDirectory,
      Path workingDirectory,
      Path homeDirectory,
      Instant planTimestamp,
      Clock clock,
      RandomGenerator random,
      TemplateRenderer renderer,
      boolean pure) {
    this(
        baseDirectory,
        workingDirectory,
        homeDirectory,
        planTimestamp,
        clock,
        random,
        renderer,
        pure,
        new FilesSeen());
  }
}
