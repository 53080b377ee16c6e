package dev.groma.cli;

import dev.groma.engine.plan.Event;
import dev.groma.engine.render.CallCounts;
import dev.groma.providers.spi.CallListener;
import dev.groma.schemas.diag.Diagnostic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/// What is told of the requests of a run: counted for `-stats`, written to the log and to the file
/// of `-trace-http`.
final class Traffic implements AutoCloseable {
  static final String STATS = "-stats";
  static final String TRACE = "-trace-http";

  private final View view;
  private final boolean counted;
  private final CallCounts counts = new CallCounts();
  private final List<CallListener> listeners = new ArrayList<>();
  private final List<AutoCloseable> files = new ArrayList<>();

  private Traffic(View view, boolean counted) {
    this.view = view;
    this.counted = counted;
    listeners.add(counts);
  }

  /// What the options and the environment ask for; nothing after an error, which is reported.
  static Optional<Traffic> open(ParseResult arguments, Console console, View view) {
    Traffic traffic = new Traffic(view, Options.isOn(arguments, STATS));
    String file = Options.find(arguments, TRACE);
    try {
      if (file != null) {
        TraceFile trace = TraceFile.create(console.directory().resolve(file));
        traffic.add(trace, trace);
      }
      return Optional.of(traffic);
    } catch (IOException e) {
      view.report(
          Diagnostic.error(
              "cli.log-file",
              "A log cannot be written",
              "The file "
                  + e.getMessage()
                  + " cannot be written ("
                  + e.getClass().getSimpleName()
                  + "). Name a file in a directory that you can write to, in -trace-http or"
                  + " TF_LOG_PATH."));
      traffic.close();
      return Optional.empty();
    }
  }

  private void add(CallListener listener, AutoCloseable file) {
    listeners.add(listener);
    files.add(file);
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
        listeners.forEach(listener -> listener.called(call));
      }
    };
  }

  @Override
  public void close() {
    for (AutoCloseable file : files) {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    if (counted) {
      view.calls(counts);
    }
  }
}
