package dev.groma.cli;

import dev.groma.engine.plan.Event;
import dev.groma.engine.render.CallCounts;
import dev.groma.providers.spi.CallListener;
import dev.groma.schemas.diag.Diagnostic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// What is told of the requests of a run: counted for `-stats`, and written to the file of
/// `-trace-http`.
final class Traffic implements AutoCloseable {
  static final String STATS = "-stats";
  static final String TRACE = "-trace-http";

  private final View view;
  private final boolean counted;
  private final CallCounts counts = new CallCounts();
  private final @Nullable TraceFile trace;

  private Traffic(View view, boolean counted, @Nullable TraceFile trace) {
    this.view = view;
    this.counted = counted;
    this.trace = trace;
  }

  /// What the options ask for; nothing after an error, which is reported.
  static Optional<Traffic> open(ParseResult arguments, Console console, View view) {
    String file = Options.find(arguments, TRACE);
    try {
      TraceFile trace = file == null ? null : TraceFile.create(console.directory().resolve(file));
      return Optional.of(new Traffic(view, Options.isOn(arguments, STATS), trace));
    } catch (IOException e) {
      view.report(
          Diagnostic.error(
              "cli.log-file",
              "A log cannot be written",
              "The file "
                  + e.getMessage()
                  + " cannot be written ("
                  + e.getClass().getSimpleName()
                  + "). Name a file in a directory that you can write to, in -trace-http."));
      return Optional.empty();
    }
  }

  /// `watcher`, with the requests of the run coming here.
  Event.Listener watch(Event.Listener watcher) {
    return new Event.Listener() {
      @Override
      public void accept(Event event) {
        watcher.accept(event);
      }

      @Override
      public void diagnostic(Diagnostic diagnostic) {
        watcher.diagnostic(diagnostic);
      }

      @Override
      public void called(CallListener.Call call) {
        counts.called(call);
        if (trace != null) {
          trace.called(call);
        }
      }
    };
  }

  @Override
  public void close() {
    if (trace != null) {
      try {
        trace.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (counted) {
      view.calls(counts);
    }
  }
}
