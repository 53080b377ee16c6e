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
import dev.groma.schemas.value.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Makes the requests of one operation from the templates of its steps.
final class Requests {
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

  /// The request of `step`, not signed.
  Made of(Step step, Facts facts) {
    Facts all = facts.with(Facts.CALL + "token", Value.of(token(step)));
    Request request =
        new Request(
            step.method(),
            session.endpoint(spec.service()),
            step.path().text(all, Percent::encode),
            query(step, all),
            headers(step),
            step.hasBody() ? Json.write(body(step, all)) : null);
    return new Made(request, secrets(all));
  }

  /// The same whenever the operation is repeated, and another for every other step and operation.
  private String token(Step step) {
    try {
      String text =
          String.join("\n", context.operation(), context.address(), spec.type(), step.name());
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "groma-" + HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private SortedMap<String, String> headers(Step step) {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("user-agent", session.userAgent());
    headers.put("accept", "application/json");
    if (step.hasBody() || !step.method().equals("GET")) {
      headers.put("content-type", "application/json; charset=utf-8");
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
          if (!value.isNull() && value.isKnown()) {
            query.add(new Request.Parameter(name, Template.text(value)));
          }
        });
    return query;
  }

  private Value body(Step step, Facts facts) {
    Map<String, Value> fields = new LinkedHashMap<>();
    for (String name : step.send()) {
      BlockSpec.Nested nested = spec.block().blocks().get(name);
      if (nested != null) {
        Codec.putUnlessNull(fields, nested.api(), Codec.encode(nested.block(), facts.value(name)));
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
      case Body.Items i -> new Value.Tuple(i.items().stream().map(b -> value(b, facts)).toList());
      case Body.Fields f -> {
        Map<String, Value> fields = new LinkedHashMap<>();
        f.fields().forEach((name, part) -> Codec.putUnlessNull(fields, name, value(part, facts)));
        yield Value.object(fields);
      }
    };
  }

  private Value filled(Template template, Facts facts) {
    if (template.parts().size() == 1 && template.names().size() == 1) {
      String name = template.names().getFirst();
      return spec.block()
          .attribute(name)
          .map(attribute -> sent(name, attribute, facts))
          .orElseGet(() -> facts.value(name));
    }
    return template.value(facts);
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
