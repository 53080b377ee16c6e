package dev.groma.cli;

import dev.groma.providers.spi.CallListener;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A line for each request, on standard error or in the file that `TF_LOG_PATH` names. `GROMA_LOG`
/// or `TF_LOG` switch it on with the levels `debug` and `trace`.
final class RequestLog implements CallListener, Closeable {
  private static final Set<String> LEVELS = Set.of("debug", "trace", "json");

  private final PrintWriter out;
  private final boolean ours;

  private RequestLog(PrintWriter out, boolean ours) {
    this.out = out;
    this.ours = ours;
  }

  /// The log that the environment asks for.
  ///
  /// @throws IOException when its file cannot be written
  static Optional<RequestLog> open(Console console) throws IOException {
    @Nullable String level = first(console, "GROMA_LOG", "TF_LOG");
    if (level == null || !LEVELS.contains(level.toLowerCase(Locale.ROOT))) {
      return Optional.empty();
    }
    @Nullable String path = first(console, "GROMA_LOG_PATH", "TF_LOG_PATH");
    return Optional.of(
        path == null
            ? new RequestLog(console.err(), false)
            : new RequestLog(
                new PrintWriter(
                    Files.newBufferedWriter(
                        console.directory().resolve(path),
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND)),
                true));
  }

  private static @Nullable String first(Console console, String name, String other) {
    String value = console.variable(name);
    return value != null ? value : console.variable(other);
  }

  @Override
  public void called(Call call) {
    StringBuilder line = new StringBuilder();
    line.append(call.start()).append(" [DEBUG] ").append(call.cloud()).append(": ");
    line.append(call.method()).append(' ').append(call.url());
    if (!call.operation().startsWith(call.method() + " ")) {
      line.append(' ').append(call.operation());
    }
    line.append(": ").append(call.status() == 0 ? "no answer" : "status " + call.status());
    if (!call.code().isEmpty()) {
      line.append(' ').append(call.code());
    }
    line.append(" after ").append(call.duration().toMillis()).append(" ms");
    if (!call.requestId().isEmpty()) {
      line.append(", request id ").append(call.requestId());
    }
    if (call.attempt() > 1) {
      line.append(", attempt ").append(call.attempt());
    }
    // One call of the writer, so that lines of several threads do not mix.
    out.println(line.toString().replaceAll("\\p{Cntrl}", "?"));
    out.flush();
  }

  @Override
  public void close() {
    if (ours) {
      out.close();
    }
  }
}
