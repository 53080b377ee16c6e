package dev.groma.cli;

import dev.groma.engine.plan.Event;
import dev.groma.engine.render.CallCounts;
import dev.groma.engine.render.Profile;
import dev.groma.providers.spi.CallListener;
import dev.groma.schemas.diag.Diagnostic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// What is told of the requests of a run: counted for `-stats`, timed with all else for `-profile`,
/// and written to the file of `-trace-http`.
final class Traffic implements AutoCloseable {
  static final String STATS = "-stats";
  static final String PROFILE = "-profile";
  static final String TRACE = "-trace-http";

  private final View view;
  private final boolean counted;
  private final CallCounts counts = new CallCounts();
  private final boolean profiled;
  private final Profile profile;
  private final @Nullable TraceFile trace;

  private Traffic(
      View view, boolean counted, boolean profiled, Profile profile, @Nullable TraceFile trace) {
    this.view = view;
    this.counted = counted;
    this.profiled = profiled;
    this.profile = profile;
    this.trace = trace;
  }

  /// What the options ask for; nothing after an error, which is reported.
  static Optional<Traffic> open(ParseResult arguments, Console console, View view) {
    String file = Options.find(arguments, TRACE);
    try {
      TraceFile trace = file == null ? null : TraceFile.create(console.directory().resolve(file));
      return Optional.of(
          new Traffic(
              view,
              Options.isOn(arguments, STATS),
              Options.isOn(arguments, PROFILE),
              new Profile(console.machine().clock()),
              trace));
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

  /// Where the time of the run goes.
  Profile profile() {
    return profile;
  }

  /// `watcher`, with the requests of the run coming here.
  Event.Listener watch(Event.Listener watcher) {
    return new Event.Listener() {
      @Override
      public void accept(Event event) {
        watcher.accept(event);
        if (profiled) {
          profile.accept(event);
        }
      }

      @Override
      public void diagnostic(Diagnostic diagnostic) {
        watcher.diagnostic(diagnostic);
      }

      @Override
      public void called(CallListener.Call call) {
        counts.called(call);
        profile.called(call);
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
    if (profiled) {
      view.profile(profile);
    }
  }
}
