package dev.groma.state.format;

import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.state.Instance;
import dev.groma.state.JournalRecord;
import dev.groma.state.OutputValue;
import dev.groma.state.PendingOperation;
import dev.groma.state.StateObject;
import dev.groma.state.json.JsonStrings;
import dev.groma.state.json.JsonText;
import dev.groma.state.json.TypeJson;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Journal records as lines of JSON; objects are written as in a state file.
public final class JournalFormat {
  private JournalFormat() {}

  /// `record` as compact JSON.
  public static String write(JournalRecord record) {
    StringBuilder out = new StringBuilder("{\"kind\":");
    switch (record) {
      case JournalRecord.Header h -> {
        out.append("\"header\",\"version\":1");
        snapshot(h.lineage(), h.serial(), out);
      }
      case JournalRecord.Folded f -> {
        out.append("\"folded\"");
        snapshot(f.lineage(), f.serial(), out);
      }
      case JournalRecord.Begin b -> begin(b.operation(), out);
      case JournalRecord.Recorded r -> {
        member("id", r.id(), out.append("\"recorded\""));
        instance(r.instance(), out);
      }
      case JournalRecord.End e -> {
        member("id", e.id(), out.append("\"end\""));
        instance(e.instance(), out);
      }
      case JournalRecord.Changed c -> {
        member("address", c.address().toString(), out.append("\"changed\""));
        instance(c.instance(), out);
      }
      case JournalRecord.OutputsSet o ->
          outputs(o.outputs(), out.append("\"outputs\",\"outputs\":"));
    }
    return out.append('}').toString();
  }

  private static void snapshot(String lineage, long serial, StringBuilder out) {
    member("lineage", lineage, out);
    out.append(",\"serial\":").append(serial);
  }

  private static void begin(PendingOperation operation, StringBuilder out) {
    member("id", operation.id(), out.append("\"begin\""));
    member("address", operation.address().toString(), out);
    if (operation.deposedKey() != null) {
      member("deposed", operation.deposedKey(), out);
    }
    member("action", operation.action().name().toLowerCase(Locale.ROOT), out);
    member("token", operation.token(), out);
    member("fingerprint", operation.fingerprint(), out);
    member("began", operation.began().toString(), out);
    if (operation.request() != null) {
      instance("request", operation.request(), out);
    }
  }

  private static void instance(@Nullable Instance instance, StringBuilder out) {
    instance("instance", instance, out);
  }

  private static void instance(String name, @Nullable Instance instance, StringBuilder out) {
    out.append(",\"").append(name).append("\":");
    if (instance == null) {
      out.append("null");
      return;
    }
    out.append("{\"provider\":");
    JsonStrings.quote(instance.provider().toString(), out);
    out.append(",\"objects\":[");
    String separator = "";
    if (instance.current() != null) {
      StateWriter.object(InstanceKey.none(), "", instance.current(), out);
      separator = ",";
    }
    for (Map.Entry<String, StateObject> deposed : instance.deposed().entrySet()) {
      StateWriter.object(
          InstanceKey.none(), deposed.getKey(), deposed.getValue(), out.append(separator));
      separator = ",";
    }
    out.append("]}");
  }

  static void outputs(SortedMap<String, OutputValue> outputs, StringBuilder out) {
    out.append('{');
    String separator = "";
    for (Map.Entry<String, OutputValue> entry : outputs.entrySet()) {
      OutputValue output = entry.getValue();
      JsonStrings.quote(entry.getKey(), out.append(separator));
      out.append(":{\"value\":").append(JsonText.encode(output.value(), output.type()).text());
      out.append(",\"type\":").append(TypeJson.write(output.type()).text());
      out.append(output.sensitive() ? ",\"sensitive\":true}" : "}");
      separator = ",";
    }
    out.append('}');
  }

  private static void member(String name, String value, StringBuilder out) {
    out.append(",\"").append(name).append("\":");
    JsonStrings.quote(value, out);
  }

  /// The record that `json` stands for; nothing when it stands for none.
  public static Optional<JournalRecord> read(String json) {
    try {
      return Optional.of(Tokens.over(json, "", tokens -> new Members(tokens).record()));
    } catch (Refusal | DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /// The members of one record as they are met.
  private static final class Members {
    private final Tokens tokens;
    private final StateReader states;
    private String kind = "";
    private String id = "";
    private String lineage = "";
    private long serial;
    private long version = 1;
    private @Nullable InstanceAddress address;
    private @Nullable String deposed;
    private String action = "";
    private String token = "";
    private String fingerprint = "";
    private String began = "";
    private @Nullable Instance request;
    private @Nullable Instance instance;

    private Members(Tokens tokens) {
      this.tokens = tokens;
      states = new StateReader(tokens);
    }

    private JournalRecord record() {
      tokens.object(this::member);
      return switch (kind) {
        case "header" -> header();
        case "folded" -> new JournalRecord.Folded(lineage, serial);
        case "begin" ->
            new JournalRecord.Begin(
                new PendingOperation(
                    id,
                    required(address),
                    deposed,
                    action(),
                    token,
                    fingerprint,
                    request,
                    Instant.parse(began),
                    null));
        case "recorded" -> new JournalRecord.Recorded(id, required(instance));
        case "end" -> new JournalRecord.End(id, instance);
        case "changed" -> new JournalRecord.Changed(required(address), instance);
        case "outputs" -> new JournalRecord.OutputsSet(states.outputs());
        default -> throw tokens.refuse("Unknown kind of record.");
      };
    }

    private JournalRecord header() {
      if (version != 1) {
        throw tokens.refuse("Unknown version of the journal.");
      }
      return new JournalRecord.Header(lineage, serial);
    }

    private <T> T required(@Nullable T value) {
      if (value == null) {
        throw tokens.refuse("A member is missing.");
      }
      return value;
    }

    private PendingOperation.Action action() {
      for (PendingOperation.Action known : PendingOperation.Action.values()) {
        if (known.name().toLowerCase(Locale.ROOT).equals(action)) {
          return known;
        }
      }
      throw tokens.refuse("Unknown action.");
    }

    private void member(String name) {
      switch (name) {
        case "kind" -> kind = tokens.text(name);
        case "version" -> version = tokens.wholeNumber(name, Integer.MAX_VALUE);
        case "id" -> id = tokens.text(name);
        case "lineage" -> lineage = tokens.text(name);
        case "serial" -> serial = tokens.wholeNumber(name, Long.MAX_VALUE);
        case "address" -> address = AddressParser.instance(tokens.text(name)).orElse(null);
        case "deposed" -> deposed = tokens.text(name);
        case "action" -> action = tokens.text(name);
        case "token" -> token = tokens.text(name);
        case "fingerprint" -> fingerprint = tokens.text(name);
        case "began" -> began = tokens.text(name);
        case "request" -> request = tokens.isNull() ? null : instance();
        case "instance" -> instance = tokens.isNull() ? null : instance();
        case "outputs" -> tokens.object(states::output);
        default -> tokens.skip();
      }
    }

    private Instance instance() {
      ProviderConfigAddress[] provider = new ProviderConfigAddress[1];
      Instance[] built = new Instance[1];
      tokens.object(name -> {
        switch (name) {
          case "provider" ->
              provider[0] =
                  AddressParser.providerConfig(tokens.text(name))
                      .orElseThrow(() -> tokens.refuse("Not a provider address."));
          case "objects" -> {
            built[0] = new Instance(required(provider[0]), null, Collections.emptySortedMap());
            tokens.array(() -> {
              StateReader.ObjectParts part = states.object();
              built[0] =
                  part.deposed().isEmpty()
                      ? built[0].withCurrent(part.object())
                      : built[0].withDeposed(part.deposed(), part.object());
            });
          }
          default -> tokens.skip();
        }
      });
      return required(built[0]);
    }
  }
}
