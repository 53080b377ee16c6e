package dev.groma.cli;

import dev.groma.schemas.diag.Diagnostic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A file that an option asks for, replaced as a whole: who reads it meanwhile sees the old one or
/// the new one.
final class ReportFile {
  private ReportFile() {}

  /// Writes `text` to `file`. False after an error, which is reported.
  ///
  /// @param option the option that names it
  static boolean write(Path file, String text, String option, View view) {
    try {
      WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (IOException e) {
      view.report(
          Diagnostic.error(
              "cli.report-file",
              "A report cannot be written",
              "The file "
                  + Console.shown(file)
                  + " cannot be written ("
                  + e.getClass().getSimpleName()
                  + "). Name a file in a directory that you can write to, in "
                  + option
                  + "."));
      return false;
    }
  }
}
