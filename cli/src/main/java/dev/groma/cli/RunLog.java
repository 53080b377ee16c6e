package dev.groma.cli;

import dev.groma.engine.plan.Event;
import dev.groma.engine.render.ProgressText;
import dev.groma.engine.render.Style;
import dev.groma.providers.spi.CallListener;
import dev.groma.schemas.diag.Diagnostic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/// The log of a run, for those who look for a fault: what happens, and each request that is sent,
/// without values.
///
/// `TF_LOG` says how much: `ERROR`, `WARN`, `INFO`, `DEBUG` or `TRACE`, or `JSON` for everything as
/// JSON; `TF_LOG_CORE` and `TF_LOG_PROVIDER` say it for what the engine does and for the requests
/// of providers. It goes to the file `TF_LOG_PATH`, or else to standard error.
final class RunLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// How much is written, from nothing on.
  enum Level {
    OFF,
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  private final Console console;
  private final Level core;
  private final Level provider;
  private final boolean json;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();

  private RunLog(Console console, Level core, Level provider, boolean json, Clock clock) {
    this.console = console;
    this.core = core;
    this.provider = provider;
    this.json = json;
    this.clock = clock;
  }

  /// The log that the environment asks for.
  static RunLog of(Console console, Clock clock) {
    String all = console.variable("TF_LOG");
    return new RunLog(
        console,
        level(console.variable("TF_LOG_CORE"), all),
        level(console.variable("TF_LOG_PROVIDER"), all),
        "JSON".equalsIgnoreCase(all),
        clock);
  }

  private static Level level(@Nullable String own, @Nullable String all) {
    String word = own == null ? all : own;
    if (word == null) {
      return Level.OFF;
    }
    try {
      return Level.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      // JSON, and words that mean nothing: whoever asks for a log gets one.
      return Level.TRACE;
    }
  }

  /// `listener`, and a line for each event and each request.
  Event.Listener watching(Event.Listener listener) {
    if (core == Level.OFF && provider == Level.OFF) {
      return listener;
    }
    return new Event.Listener() {
      @Override
      public void accept(Event event) {
        ProgressText.line(event, Style.PLAIN).ifPresent(text -> write(core, level(event), text));
        listener.accept(event);
      }

      @Override
      public void diagnostic(Diagnostic diagnostic) {
        String about = diagnostic.address() == null ? "" : diagnostic.address() + ": ";
        write(core, diagnostic.isError() ? Level.ERROR : Level.WARN, about + diagnostic.summary());
        listener.diagnostic(diagnostic);
      }

      @Override
      public void called(CallListener.Call call) {
        request(call);
        listener.called(call);
      }
    };
  }

  private static Level level(Event event) {
    return switch (event) {
      case Event.ApplyErrored _, Event.ProvisionErrored _, Event.EphemeralErrored _ -> Level.ERROR;
      case Event.ApplyProgress _, Event.ProvisionProgress _ -> Level.DEBUG;
      default -> Level.INFO;
    };
  }

  private void request(CallListener.Call call) {
    boolean failed = call.status() == 0 || call.status() >= 400;
    String text =
        call.cloud()
            + ": "
            + call.method()
            + " "
            + call.url()
            + " "
            + call.operation()
            + ": "
            + (call.status() == 0 ? "no answer" : "status " + call.status())
            + (call.code().isEmpty() ? "" : ", code " + call.code())
            + (call.requestId().isEmpty() ? "" : ", request " + call.requestId())
            + ", attempt "
            + call.attempt()
            + ", "
            + call.duration().toMillis()
            + " ms";
    write(provider, failed ? Level.WARN : Level.DEBUG, text);
  }

  private void write(Level wanted, Level level, String text) {
    if (level.compareTo(wanted) > 0) {
      return;
    }
    String time = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    String line =
        json
            ? JSON.createObjectNode()
                .put("@level", level.name().toLowerCase(Locale.ROOT))
                .put("@message", text)
                .put("@timestamp", time)
                .toString()
            : "%s [%s]%s %s".formatted(time, level, level.name().length() == 4 ? " " : "", text);
    lock.lock();
    try {
      String path = console.variable("TF_LOG_PATH");
      if (path == null || !append(console.directory().resolve(path), line)) {
        PrintWriter err = console.err();
        err.println(line);
        err.flush();
      }
    } finally {
      lock.unlock();
    }
  }

  private static boolean append(Path file, String line) {
    try {
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return true;
    } catch (IOException _) {
      // It is better to have the log in the wrong place than not at all.
      return false;
    }
  }
}
