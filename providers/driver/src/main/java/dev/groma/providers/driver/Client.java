package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.ErrorClass;
import dev.groma.providers.driver.spec.ErrorTable;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.spi.CallListener;
import dev.groma.schemas.diag.Category;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.value.Value;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Makes calls: signs, sends, reads the answer, and sends again where that can do no harm.
///
/// A request that may have had an effect is sent again only when doing it twice does no more than
/// doing it once. How often and how fast depends on the [ErrorClass]; the pauses are a random part
/// of a time that doubles, and no shorter than the service asks for.
final class Client implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(400);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  private final Cloud cloud;
  private final Transport transport;
  private final Timing timing;
  private final Redaction redaction;
  private final Skew skew = new Skew();
  private final Paces paces;
  private final List<CallListener> listeners = new CopyOnWriteArrayList<>();
  private final Queue<Diagnostic> warnings = new ConcurrentLinkedQueue<>();
  private final ReentrantLock errands = new ReentrantLock();

  /// @param paces how fast the account of `cloud` calls
  Client(Cloud cloud, Timing timing, Redaction redaction, Paces paces) {
    this.cloud = cloud;
    this.paces = paces;
    this.redaction = redaction;
    this.transport = new Transport(cloud.network());
    this.timing = timing;
  }

  /// A call to make.
  ///
  /// @param what what it does, as the end of "could not …"
  /// @param operation what the API calls it
  /// @param request the request, not signed
  /// @param reads true when it changes nothing
  /// @param repeatable true when making it twice does no more than making it once
  /// @param errors the classes of codes where they differ from the cloud's table
  /// @param secrets texts that no message may hold
  /// @param deadline when to give up
  /// @param cancelled true when the user wants to stop
  record Call(
      String what,
      String operation,
      Request request,
      boolean reads,
      boolean repeatable,
      SortedMap<String, ErrorClass> errors,
      List<String> secrets,
      Instant deadline,
      BooleanSupplier cancelled) {
    /// What it does and where it goes: the rest may be secret.
    @Override
    public String toString() {
      return what + ": " + request;
    }
  }

  /// What a call gave.
  sealed interface Reply {
    /// The answer, as a value.
    ///
    /// @param headers by name in lower case
    record Answer(Value body, SortedMap<String, String> headers) implements Reply {}

    /// An error.
    record Failure(RemoteError error) implements Reply {}
  }

  /// One attempt that failed.
  ///
  /// @param sent false when the request did not leave this machine
  /// @param after how long the service asks to wait
  private record Failed(RemoteError error, boolean sent, Duration after) {}

  /// One time that a request is sent.
  ///
  /// @param number 0 for the first
  /// @param start when it is sent
  /// @param waited how long limits held it back
  private record Attempt(int number, Instant start, Duration waited) {}

  /// Has `listener` told of every request from now on.
  void observe(CallListener listener) {
    listeners.add(listener);
  }

  /// What the user should know about the calls so far; each warning is given once.
  List<Diagnostic> takeWarnings() {
    List<Diagnostic> taken = new ArrayList<>();
    for (Diagnostic warning = warnings.poll(); warning != null; warning = warnings.poll()) {
      taken.add(warning);
    }
    return taken;
  }

  /// Makes `call`.
  Reply send(Call call) {
    return send(call, cloud.signer());
  }

  private Reply send(Call call, Signer signer) {
    boolean effectUnknown = false;
    boolean clockCorrected = false;
    boolean renewed = false;
    Pace pace = paces.of(call.request().host(), cloud.network().rate());
    Duration waited = Duration.ZERO;
    for (int attempt = 0; ; attempt++) {
      Duration turn = pace.next(timing.now());
      if (turn.isPositive() && !timing.pause(turn, call.cancelled())) {
        return new Reply.Failure(finished(call, stopped(call), effectUnknown));
      }
      RemoteError barred = fetched(signer, call);
      if (barred != null) {
        return new Reply.Failure(finished(call, barred, effectUnknown));
      }
      Instant start = timing.now();
      Attempt now = new Attempt(attempt, start, waited.plus(turn));
      waited = Duration.ZERO;
      Transport.Outcome outcome =
          transport.send(
              signer.sign(call.request(), serviceTime()), Duration.between(start, call.deadline()));
      Failed failed;
      switch (outcome) {
        case Transport.Outcome.NotSent n -> failed = unreachable(call, n.reason(), false);
        case Transport.Outcome.Lost l ->
            failed =
                l.reason() instanceof Transport.TooLarge large
                    ? tooLarge(call, large)
                    : unreachable(call, l.reason(), true);
        case Transport.Outcome.Answered a -> {
          Optional<Value> body =
              a.body().isBlank() ? Optional.of(Value.Obj.EMPTY) : Answers.parse(a.body());
          boolean good = a.status() >= 200 && a.status() < 300;
          if (good && body.isPresent()) {
            pace.faster();
            tell(call, a, Value.Obj.EMPTY, now);
            return new Reply.Answer(body.get(), a.headers());
          }
          failed = good ? malformed(call, a) : refused(call, a, body);
        }
      }
      tellFailure(call, outcome, now);
      effectUnknown |= failed.error().effectUnknown();
      ErrorClass errorClass = failed.error().errorClass();
      if (errorClass == ErrorClass.THROTTLED) {
        pace.slower();
      }
      if (errorClass == ErrorClass.DENIED && !clockCorrected && correctsClock(outcome)) {
        clockCorrected = true;
        continue;
      }
      if (errorClass == ErrorClass.DENIED && !renewed && signer.forget(serviceTime())) {
        renewed = true;
        continue;
      }
      Duration pause = pause(failed, attempt);
      boolean again =
          attempt < cloud.network().retries()
              && attempt + 1 < attempts(failed)
              && (!failed.error().effectUnknown() || call.repeatable())
              && timing.now().plus(pause).isBefore(call.deadline());
      if (!again || !timing.pause(pause, call.cancelled())) {
        return new Reply.Failure(finished(call, failed.error(), effectUnknown));
      }
      if (errorClass == ErrorClass.THROTTLED) {
        waited = pause;
      }
    }
  }

  /// The time by the clock of the service, as far as that is known.
  private Instant serviceTime() {
    return timing.now().plus(skew.correction());
  }

  /// Has fetched what `signer` lacks; gives the error that this ended with, or null. Calls that run
  /// at the same time share one errand.
  private @Nullable RemoteError fetched(Signer signer, Call call) {
    if (signer.errand(serviceTime()).isEmpty()) {
      return null;
    }
    errands.lock();
    try {
      Optional<Errand> needed = signer.errand(serviceTime());
      if (needed.isEmpty()) {
        return null;
      }
      Errand errand = needed.get();
      Call fetch =
          new Call(
              errand.what(),
              errand.operation(),
              errand.request(),
              true,
              true,
              Collections.emptySortedMap(),
              call.secrets(),
              call.deadline(),
              call.cancelled());
      return switch (send(fetch, errand.signer())) {
        case Reply.Failure f -> f.error();
        case Reply.Answer a -> errand.taker().take(a.body(), a.headers()) ? null : lacking(errand);
      };
    } finally {
      errands.unlock();
    }
  }

  private RemoteError lacking(Errand errand) {
    return new RemoteError(
        ErrorClass.FATAL,
        false,
        Diagnostic.error(
                "remote.unexpected-answer",
                "The cloud's answer does not have the documented shape",
                "Groma was to %s; %s answered, but not with what was asked for."
                    .formatted(errand.what(), cloud.title()))
            .in(Category.REMOTE));
  }

  private static RemoteError stopped(Call call) {
    return new RemoteError(
        ErrorClass.FATAL,
        false,
        Diagnostic.error(
            "remote.stopped",
            "Stopped before a request",
            "Groma was told to stop before it could " + call.what() + "."));
  }

  /// Signs by the clock of the service from now on when that is far from the one of this machine;
  /// false when it is not, or that is done already.
  private boolean correctsClock(Transport.Outcome outcome) {
    if (!(outcome instanceof Transport.Outcome.Answered a)) {
      return false;
    }
    Optional<Duration> off = skew.learn(a.headers().getOrDefault("date", ""), timing.now());
    off.ifPresent(duration ->
        warnings.add(
            Diagnostic.warning(
                    "remote.clock-skew",
                    "The clock of this machine is wrong",
                    "It is %d seconds %s that of %s. Groma signs by the time of the service for now; set the clock right, for instance with NTP."
                        .formatted(
                            duration.abs().toSeconds(),
                            duration.isNegative() ? "ahead of" : "behind",
                            cloud.title()))
                .in(Category.REMOTE)));
    return off.isPresent();
  }

  private void tellFailure(Call call, Transport.Outcome outcome, Attempt attempt) {
    switch (outcome) {
      case Transport.Outcome.Answered a ->
          tell(call, a, Answers.parse(a.body()).orElse(Value.Obj.EMPTY), attempt);
      case Transport.Outcome.NotSent _, Transport.Outcome.Lost _ ->
          tell(
              call,
              new Transport.Outcome.Answered(0, new TreeMap<>(), ""),
              Value.Obj.EMPTY,
              attempt);
    }
  }

  private void tell(Call call, Transport.Outcome.Answered answer, Value error, Attempt attempt) {
    if (listeners.isEmpty()) {
      return;
    }
    CallListener.Call told =
        new CallListener.Call(
            cloud.title(),
            call.operation(),
            call.request().method(),
            call.request().endpoint().getScheme()
                + "://"
                + call.request().host()
                + call.request().path(),
            answer.status(),
            text(error, cloud.errors().code()),
            id(answer, error),
            attempt.start(),
            Duration.between(attempt.start(), timing.now()),
            attempt.waited(),
            attempt.number() + 1,
            () -> exchange(call, answer));
    listeners.forEach(listener -> listener.called(told));
  }

  /// What is told of a request is told of it before it is signed: so neither the signature nor what
  /// it is made with is there.
  private CallListener.Exchange exchange(Call call, Transport.Outcome.Answered answer) {
    Request request = call.request();
    List<String> secrets = call.secrets();
    String body = request.body();
    return new CallListener.Exchange(
        fields(request.query(), secrets),
        redaction.fields(request.headers(), secrets),
        fields(request.form(), secrets),
        body == null ? "" : redaction.body(body, secrets),
        redaction.fields(answer.headers(), secrets),
        redaction.body(answer.body(), secrets),
        answer.body().getBytes(StandardCharsets.UTF_8).length);
  }

  private List<CallListener.Exchange.Field> fields(
      List<Request.Parameter> parameters, List<String> secrets) {
    return parameters.stream()
        .map(p ->
            new CallListener.Exchange.Field(
                p.name(), p.value() == null ? "" : redaction.field(p.name(), p.value(), secrets)))
        .toList();
  }

  private static int attempts(Failed failed) {
    return switch (failed.error().errorClass()) {
      case THROTTLED -> 12;
      case BUSY -> 20;
      case UNAVAILABLE -> failed.sent() ? 5 : 4;
      case ALLOWED, GONE, CONFLICT, DENIED, FATAL -> 1;
    };
  }

  private Duration pause(Failed failed, int attempt) {
    Duration longest = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt, 10));
    Duration jitter = timing.jitter(longest.compareTo(LONGEST_PAUSE) < 0 ? longest : LONGEST_PAUSE);
    return jitter.compareTo(failed.after()) < 0 ? failed.after() : jitter;
  }

  private static RemoteError finished(Call call, RemoteError error, boolean effectUnknown) {
    if (!effectUnknown || call.reads()) {
      return error;
    }
    Diagnostic told = error.diagnostic();
    return new RemoteError(
        error.errorClass(),
        true,
        Diagnostic.error(
                "remote.outcome-unknown",
                "The outcome of a request is not known",
                told.detail()
                    + "\nThe service may have done what was asked all the same. Run the command"
                    + " again: Groma finds out first what exists, and does nothing twice.")
            .in(Category.REMOTE));
  }

  private Failed unreachable(Call call, IOException reason, boolean sent) {
    Diagnostic diagnostic =
        Diagnostic.error(
                "remote.unreachable",
                "The cloud cannot be reached",
                "Groma could not "
                    + call.what()
                    + ": "
                    + words(reason, call.request().host())
                    + " Check the network, the proxy and the endpoint of the provider, then run"
                    + " the command again.")
            .in(Category.REMOTE);
    return new Failed(
        new RemoteError(ErrorClass.UNAVAILABLE, sent, diagnostic), sent, Duration.ZERO);
  }

  private static String words(IOException reason, String host) {
    return switch (reason) {
      case UnknownHostException _ -> "the name " + host + " is not known to the DNS.";
      case SocketTimeoutException _ -> host + " did not answer in time.";
      case InterruptedIOException _ -> "the call to " + host + " was interrupted.";
      case ConnectException _ -> host + " does not accept connections.";
      case NoRouteToHostException _ -> "there is no way to " + host + ".";
      case SSLException e ->
          "no safe connection to " + host + " could be made (" + e.getMessage() + ").";
      default -> "the connection to " + host + " broke (" + reason.getMessage() + ").";
    };
  }

  private Failed tooLarge(Call call, Transport.TooLarge reason) {
    Diagnostic diagnostic =
        Diagnostic.error(
                "remote.too-large",
                "The cloud's answer is too large",
                "Groma could not %s: %s. Check the endpoint of the provider; a data source may need a narrower filter."
                    .formatted(call.what(), reason.getMessage()))
            .in(Category.REMOTE);
    return new Failed(new RemoteError(ErrorClass.FATAL, true, diagnostic), true, Duration.ZERO);
  }

  private Failed malformed(Call call, Transport.Outcome.Answered answer) {
    Diagnostic diagnostic =
        Diagnostic.error(
                "remote.malformed",
                "The cloud's answer cannot be read",
                "%s answered with status %d, but the body is neither JSON nor XML.%s Groma could not %s."
                    .formatted(
                        cloud.title(), answer.status(), requestId(answer, null), call.what()))
            .in(Category.REMOTE);
    return new Failed(
        new RemoteError(ErrorClass.UNAVAILABLE, true, diagnostic), true, Duration.ZERO);
  }

  private Failed refused(Call call, Transport.Outcome.Answered answer, Optional<Value> body) {
    ErrorTable table = cloud.errors();
    Value error = body.orElse(Value.Obj.EMPTY);
    String code = text(error, table.code());
    Optional<ErrorTable.Entry> entry = table.find(answer.status(), code);
    ErrorClass errorClass =
        Optional.ofNullable(call.errors().get(code))
            .or(() -> entry.map(ErrorTable.Entry::errorClass))
            .orElseGet(() -> byStatus(answer.status()));
    String message = text(error, table.message());
    String said =
        code.isEmpty()
            ? "status " + answer.status()
            : code + (message.isEmpty() ? "" : ": " + message);
    StringBuilder detail =
        new StringBuilder(
            "Groma could not %s. %s says: %s".formatted(call.what(), cloud.title(), said));
    if (!said.endsWith(".")) {
      detail.append('.');
    }
    detail.append(requestId(answer, error));
    entry
        .map(ErrorTable.Entry::explanation)
        .map(Doc::english)
        .ifPresent(text -> detail.append('\n').append(text));
    detail.append(redirect(answer));
    Diagnostic diagnostic =
        Diagnostic.error(
                "remote." + errorClass.word(),
                summary(errorClass),
                redaction.message(detail.toString(), call.secrets()))
            .in(Category.REMOTE);
    return new Failed(
        new RemoteError(errorClass, errorClass == ErrorClass.UNAVAILABLE, diagnostic),
        true,
        retryAfter(answer));
  }

  private static ErrorClass byStatus(int status) {
    return switch (status) {
      case 429 -> ErrorClass.THROTTLED;
      case 401, 403 -> ErrorClass.DENIED;
      case 409 -> ErrorClass.CONFLICT;
      default -> status >= 500 ? ErrorClass.UNAVAILABLE : ErrorClass.FATAL;
    };
  }

  private static String summary(ErrorClass errorClass) {
    return switch (errorClass) {
      case ALLOWED -> "The cloud would do it";
      case GONE -> "The object does not exist";
      case CONFLICT -> "The cloud refused because of the state of things";
      case BUSY -> "The object is being changed";
      case THROTTLED -> "Too many requests";
      case UNAVAILABLE -> "The cloud failed";
      case DENIED -> "The cloud does not permit this";
      case FATAL -> "The cloud refused the request";
    };
  }

  private static String text(Value error, List<String> places) {
    return places.stream()
        .map(where -> Execution.text(Facts.at(error, where)))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  private String requestId(Transport.Outcome.Answered answer, @Nullable Value error) {
    String id = id(answer, error);
    return id.isEmpty() ? "" : " Request id: " + id + ".";
  }

  private String id(Transport.Outcome.Answered answer, @Nullable Value error) {
    String id = error == null ? "" : text(error, cloud.errors().requestId());
    return id.isEmpty() ? answer.headers().getOrDefault(cloud.errors().requestIdHeader(), "") : id;
  }

  /// A redirected request is not followed: its signature holds for one host only, and would tell
  /// another one who signed it.
  private static String redirect(Transport.Outcome.Answered answer) {
    String location = answer.headers().getOrDefault("location", "");
    int query = location.indexOf('?');
    return answer.status() / 100 != 3
        ? ""
        : "\nThe service sends us to another place%s. Groma does not follow, because the signature holds for one host only. Check the endpoint of the provider, and whether a proxy asks for a log-in."
            .formatted(
                location.isEmpty()
                    ? ""
                    : " (" + (query < 0 ? location : location.substring(0, query)) + ")");
  }

  private Duration retryAfter(Transport.Outcome.Answered answer) {
    String text = answer.headers().getOrDefault("retry-after", "");
    if (text.matches("[0-9]{1,6}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      Instant when = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(timing.now(), when);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException _) {
      return Duration.ZERO;
    }
  }

  @Override
  public void close() {
    transport.close();
  }
}
