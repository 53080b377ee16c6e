package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.AttributeSpec;
import dev.groma.providers.driver.spec.BlockSpec;
import dev.groma.providers.driver.spec.Body;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.driver.spec.ResourceSpec;
import dev.groma.providers.driver.spec.ResourceSpec.Kind;
import dev.groma.providers.driver.spec.Step;
import dev.groma.providers.driver.spec.Template;
import dev.groma.providers.spi.CallContext;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes the requests of one operation from the templates of its steps.
final class Requests {
  private static final Facts NOTHING =
      new Facts(Value.nullValue(), Value.nullValue(), Collections.emptySortedMap());

  /// How long a plan waits for an answer that it can do without.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final ResourceSpec spec;
  private final Kind kind;
  private final Session session;
  private final CallContext context;

  Requests(ResourceSpec spec, Kind kind, Session session, CallContext context) {
    this.spec = spec;
    this.kind = kind;
    this.session = session;
    this.context = context;
  }

  /// A request, with the texts in it that no message may hold.
  record Made(Request request, List<String> secrets) {
    @Override
    public String toString() {
      return request.toString();
    }
  }

  /// The answer to a GET of `path`; nothing when there is none.
  static Optional<Value> question(ResourceSpec spec, String path, Session session) {
    CallContext context = new CallContext("", "", _ -> {}, session::isStopped);
    Requests requests = new Requests(spec, Kind.READ, session, context);
    Cloud.Service service = session.service(spec.service());
    Client.Call call =
        new Client.Call(
            "look at what exists",
            "GET " + path,
            new Request(
                "GET",
                service.endpoint(),
                path,
                List.of(),
                requests.headers(service, null, NOTHING),
                List.of(),
                null),
            true,
            true,
            Collections.emptySortedMap(),
            List.of(),
            session.timing().now().plus(PATIENCE),
            session::isStopped);
    return session.client().send(call) instanceof Client.Reply.Answer a
        ? Optional.of(a.body())
        : Optional.empty();
  }

  /// The request of `step`, not signed.
  Made of(Step step, Facts facts) {
    return new Made(request(step, facts, List.of()), secrets(facts));
  }

  /// The request of `step` with the parameter that makes it a trial.
  Made trial(Step step, Facts facts, String parameter) {
    return new Made(
        request(step, facts, List.of(new Request.Parameter(parameter, "true"))), secrets(facts));
  }

  private Request request(Step step, Facts facts, List<Request.Parameter> more) {
    Facts all = facts.with(Facts.CALL + "token", Value.of(token(step)));
    String other = step.service();
    Cloud.Service service = session.service(other == null ? spec.service() : other);
    return switch (step.target()) {
      case Step.Target.Path path -> {
        List<Request.Parameter> query = query(step, all);
        query.addAll(more);
        yield new Request(
            path.method(),
            service.endpoint(),
            path.path().text(all, Percent::encode),
            query,
            headers(
                service,
                path.method().equals("GET") ? null : "application/json; charset=utf-8",
                all),
            List.of(),
            step.hasBody() ? Json.write(body(step, all)) : null);
      }
      case Step.Target.Action action -> {
        SortedMap<String, String> common = new TreeMap<>(service.parameters());
        common.put("Action", action.name());
        List<Request.Parameter> parameters = new ArrayList<>(more);
        common.forEach((name, value) -> parameters.add(new Request.Parameter(name, value)));
        step.query().forEach((name, body) -> flatten(name, value(body, all), parameters));
        flatten("", body(step, all), parameters);
        boolean form = service.posts() || action.method().equals("POST");
        yield new Request(
            form ? "POST" : action.method(),
            service.endpoint(),
            service.actionPath(),
            form ? List.of() : parameters,
            headers(service, form ? "application/x-www-form-urlencoded; charset=utf-8" : null, all),
            form ? parameters : List.of(),
            null);
      }
      case null -> throw new IllegalArgumentException(step.title() + " calls nothing");
    };
  }

  /// Adds `value` as parameters: the parts of a list as `NAME.1`, `NAME.2` and so on, those of an
  /// object as `NAME.FIELD`.
  private static void flatten(String name, Value value, List<Request.Parameter> to) {
    switch (value) {
      case Value.Obj o ->
          o.attributes()
              .forEach(
                  (field, part) -> flatten(name.isEmpty() ? field : name + "." + field, part, to));
      case Value.MapOf m -> m.entries().forEach((key, part) -> flatten(name + "." + key, part, to));
      case Value.ListOf _, Value.SetOf _, Value.Tuple _ -> {
        int n = 0;
        for (Value part : Codec.parts(value)) {
          n++;
          flatten(name + "." + n, part, to);
        }
      }
      case Value.Null _, Value.Unknown _ -> {}
      case Value.Str _, Num _, Value.Bool _, Value.Marked _ ->
          to.add(new Request.Parameter(name, Template.text(value)));
    }
  }

  /// The same whenever the operation is repeated, and another for every other step and operation.
  private String token(Step step) {
    try {
      String text =
          String.join("\n", context.operation(), context.address(), spec.type(), step.title());
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "groma-" + HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private SortedMap<String, String> headers(
      Cloud.Service service, @Nullable String contentType, Facts facts) {
    SortedMap<String, String> headers = new TreeMap<>(service.headers());
    String instance = service.instanceHeader();
    if (instance != null && !spec.identity().isEmpty()) {
      String named = Execution.text(facts.value(spec.identity().getFirst()));
      if (!named.isEmpty()) {
        headers.put(instance, named);
      }
    }
    headers.put("user-agent", session.userAgent());
    headers.put("accept", "application/json");
    if (contentType != null) {
      headers.put("content-type", contentType);
    }
    return headers;
  }

  private List<Request.Parameter> query(Step step, Facts facts) {
    List<Request.Parameter> query = new ArrayList<>();
    step.query()
        .forEach((name, body) -> {
          if (body instanceof Body.Fixed f && f.value().isNull()) {
            query.add(new Request.Parameter(name, null));
            return;
          }
          Value value = value(body, facts);
          List<Value> parts = Codec.parts(value);
          if (!parts.isEmpty()) {
            parts.forEach(part -> query.add(new Request.Parameter(name, Template.text(part))));
          } else if (!value.isNull() && value.isKnown() && !isCollection(value)) {
            query.add(new Request.Parameter(name, Template.text(value)));
          }
        });
    return query;
  }

  private static boolean isCollection(Value value) {
    return value instanceof Value.ListOf
        || value instanceof Value.SetOf
        || value instanceof Value.MapOf
        || value instanceof Value.Tuple;
  }

  private Value body(Step step, Facts facts) {
    Map<String, Value> fields = new LinkedHashMap<>();
    for (String name : step.send()) {
      BlockSpec.Nested nested = spec.block().blocks().get(name);
      if (nested != null) {
        Codec.putUnlessNull(fields, nested.api(), Codec.encode(nested, facts.value(name)));
      } else {
        spec.block()
            .attribute(name)
            .ifPresent(a -> Codec.putUnlessNull(fields, a.api(), sent(name, a, facts)));
      }
    }
    step.body().forEach((name, body) -> Codec.putUnlessNull(fields, name, value(body, facts)));
    return Value.object(fields);
  }

  /// What is sent for an attribute: to unset one, what the API has where nothing is set.
  private Value sent(String name, AttributeSpec attribute, Facts facts) {
    Value value = facts.value(name);
    Value empty = attribute.empty();
    return value.isNull() && kind == Kind.UPDATE && empty != null
        ? empty
        : Codec.encode(attribute, value);
  }

  private Value value(Body body, Facts facts) {
    return switch (body) {
      case Body.Fixed f -> f.value();
      case Body.Filled f -> filled(f.template(), facts);
      case Body.Items i ->
          new Value.Tuple(
              i.items().stream()
                  .filter(part -> !lacks(part, facts))
                  .map(part -> value(part, facts))
                  .toList());
      case Body.Fields f -> {
        Map<String, Value> fields = new LinkedHashMap<>();
        f.fields().forEach((name, part) -> Codec.putUnlessNull(fields, name, value(part, facts)));
        yield fields.isEmpty() && !f.fields().isEmpty() ? Value.nullValue() : Value.object(fields);
      }
    };
  }

  /// True when something in an item of a list stands for nothing: the item is left out then.
  private boolean lacks(Body body, Facts facts) {
    return switch (body) {
      case Body.Fixed _ -> false;
      case Body.Filled f -> {
        Value value = filled(f.template(), facts);
        yield value.isNull()
            || !value.isKnown()
            || (isCollection(value) && Codec.parts(value).isEmpty());
      }
      case Body.Items i -> i.items().stream().anyMatch(part -> lacks(part, facts));
      case Body.Fields f -> f.fields().values().stream().anyMatch(part -> lacks(part, facts));
    };
  }

  private Value filled(Template template, Facts facts) {
    if (template.parts().size() == 1 && template.names().size() == 1) {
      String name = template.names().getFirst();
      String plain = Facts.plain(name);
      if (facts.isUnchanged(name)) {
        return Value.nullValue();
      }
      Optional<BlockSpec.Nested> nested = spec.block().nested(plain);
      return nested.isPresent()
          ? encoded(nested.get(), facts.before(name), facts.value(name))
          : spec.block()
              .attribute(plain)
              .map(attribute -> sent(name, attribute, facts))
              .orElseGet(() -> facts.value(name));
    }
    return template.value(facts);
  }

  /// The occurrences of a block as a request has them; nothing where there are and were none.
  private static Value encoded(BlockSpec.Nested nested, Value before, Value now) {
    boolean none = isCollection(now) && Codec.parts(now).isEmpty();
    boolean wasNone = before.isNull() || Codec.parts(before).isEmpty();
    return none && wasNone ? Value.nullValue() : Codec.encode(nested, now);
  }

  private List<String> secrets(Facts facts) {
    List<String> secrets = new ArrayList<>();
    spec.block()
        .visit((name, attribute) -> {
          if (attribute.schema().sensitive() && facts.value(name) instanceof Value.Str s) {
            secrets.add(s.text());
          }
        });
    return secrets;
  }
}
