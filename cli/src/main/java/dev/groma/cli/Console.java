package dev.groma.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// Where a command writes: results to `out`, messages about failures to `err`. Both are UTF-8,
/// whatever the locale.
record Console(PrintWriter out, PrintWriter err) {
  /// The standard streams of this process.
  static Console ofProcess() {
    return new Console(writer(FileDescriptor.out), writer(FileDescriptor.err));
  }

  void flush() {
    out.flush();
    err.flush();
  }

  private static PrintWriter writer(FileDescriptor stream) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8));
  }
}
