package dev.groma.engine.render;

import static dev.groma.engine.render.Samples.DATA;
import static dev.groma.engine.render.Samples.TUNNEL;
import static dev.groma.engine.render.Samples.change;
import static dev.groma.engine.render.Samples.data;
import static dev.groma.engine.render.Samples.json;
import static dev.groma.engine.render.Samples.object;
import static dev.groma.engine.render.Samples.plan;
import static dev.groma.engine.render.Samples.rule;
import static dev.groma.engine.render.Samples.strings;
import static dev.groma.engine.render.Samples.tunnel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Change;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.OutputChange;
import dev.groma.engine.plan.Reason;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class PlanTextTest {
  private static final Value NONE = Value.nullValue();
  private static final Value SECRET = Value.of("hunter2").mark(Mark.SENSITIVE);

  /// Each line: the old input, then the new one; `-` for none. The texts agree with the real
  /// program's, but for the note that a value forces replacement.
  private static final String[][] SHAPES = {
    {"string", "\"one\"", "\"two\""},
    {"number", "12", "13.5"},
    {"bool to null", "true", "null"},
    {"set from null", "null", "\"was\""},
    {"string to number", "\"1\"", "1"},
    {"known to unknown", "{\"a\":[1]}", "?"},
    {
      "object",
      "{\"a\":\"x\",\"b\":2,\"c\":[1,2,3],\"d\":{\"e\":true},\"n\":null}",
      "{\"a\":\"x\",\"b\":3,\"c\":[1,3,4],\"d\":{\"e\":true},\"z\":\"new\"}"
    },
    {"list of another length", "[\"a\",\"b\",\"c\",\"d\"]", "[\"a\",\"x\",\"c\",\"d\",\"e\"]"},
    {"list of the same length", "[\"a\",\"b\",\"c\",\"d\"]", "[\"a\",\"b\",\"d\",\"e\"]"},
    {
      "list of objects",
      "[{\"a\":1,\"b\":\"x\"},{\"a\":2,\"b\":\"y\"}]",
      "[{\"a\":1,\"b\":\"x\"},{\"a\":2,\"b\":\"z\"},{\"a\":3,\"b\":\"n\"}]"
    },
    {"odd names", "{\"k a\":\"x\",\"b\":\"y\"}", "{\"k a\":\"x\",\"c\":\"y\"}"},
    {
      "lines",
      "\"line1\\nline2\\nline3\\nline4\\n\"",
      "\"line1\\nline2b\\nline3\\nline4\\nline5\\n\""
    },
    {"only the last line end", "\"line\"", "\"line\\n\""},
    {
      "JSON in a string",
      "\"{\\\"a\\\":1,\\\"b\\\":[1,2,{\\\"c\\\":3}]}\"",
      "\"{\\\"a\\\":2,\\\"b\\\":[1,3,{\\\"c\\\":3}]}\""
    },
    {"blanks in JSON", "\"{\\\"a\\\":1}\"", "\"{ \\\"a\\\": 1 }\""},
    {"list to object", "[1,2]", "{\"a\":1}"},
    {"characters", "\"a\"", "\"\\\"b\\\\c ${x} %{y} \\t é 中 \\u001b[31m\""},
    {"to empty", "{\"a\":[],\"b\":{}}", "{\"a\":[1],\"b\":{\"c\":1}}"},
  };

  @Test
  void showsEveryShapeOfDifference() {
    StringBuilder all = new StringBuilder();
    for (String[] shape : SHAPES) {
      Change change =
          data(
              "a",
              Action.UPDATE,
              Map.of("id", Value.of("i-1"), "input", json(shape[1])),
              Map.of("id", Value.of("i-1"), "input", json(shape[2])));
      all.append("== ").append(shape[0]).append('\n').append(PlanText.render(change, Style.PLAIN));
    }
    Golden.check("shapes-update.txt", all.toString());
  }

  @Test
  void showsWholeValuesOfNewAndDeletedObjects() {
    StringBuilder all = new StringBuilder();
    for (String[] shape : SHAPES) {
      Value object = object(DATA, Map.of("id", Value.of("i-1"), "input", json(shape[1])));
      all.append("== ").append(shape[0]).append('\n');
      all.append(PlanText.render(change("a", Action.CREATE, null, NONE, object), Style.PLAIN));
      all.append(PlanText.render(change("a", Action.DELETE, null, object, NONE), Style.PLAIN));
    }
    Golden.check("shapes-whole.txt", all.toString());
  }

  @Test
  void neverShowsSensitiveValues() {
    Value mixed = Value.object(Map.of("s", SECRET, "t", Value.of("t")));
    List<Change> changes =
        List.of(
            data(
                "both",
                Action.UPDATE,
                Map.of("input", SECRET),
                Map.of("input", Value.of("n").mark(Mark.SENSITIVE))),
            data(
                "gets",
                Action.UPDATE,
                Map.of("input", Value.of("hunter2")),
                Map.of("input", SECRET)),
            data(
                "loses",
                Action.UPDATE,
                Map.of("input", mixed),
                Map.of(
                    "input", Value.object(Map.of("s", Value.of("hunter2"), "t", Value.of("u"))))),
            change("new", Action.CREATE, null, NONE, object(DATA, Map.of("input", mixed))),
            change("old", Action.DELETE, null, object(DATA, Map.of("input", SECRET)), NONE));
    List<OutputChange> outputs =
        List.of(
            new OutputChange("declared", Action.UPDATE, Value.of("hunter2"), Value.of("x"), true),
            new OutputChange("marked", Action.CREATE, NONE, SECRET, false));
    String text =
        PlanText.render(plan(Mode.NORMAL, State.EMPTY, List.of(), changes, outputs), Style.PLAIN);
    assertThat(text).doesNotContain("hunter2");
    Golden.check("sensitive.txt", text);
  }

  private static Map<String, Value> tunnelValues() {
    return new TreeMap<>(
        Map.of(
            "id", Value.of("t-1"),
            "name", Value.of("to-paris"),
            "psk", Value.of("hunter2"),
            "lifetime", Value.of(3600),
            "peer", Value.of("192.0.2.1"),
            "gateway", Value.of("g-1"),
            "cidrs", strings("10.0.0.0/8", "10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"),
            "zones", Value.set(Type.STRING, List.of(Value.of("a"), Value.of("b"))),
            "tags", new Value.MapOf(Type.STRING, new TreeMap<>(Map.of("env", Value.of("prod"))))));
  }

  private static Value rules(Value... rules) {
    return new Value.ListOf(rules[0].type(), List.of(rules));
  }

  @Test
  void showsBlocksEffectsAndCauses() {
    Map<String, Value> before = tunnelValues();
    before.put("rule", rules(rule(22, null), rule(80, "10.0.0.0/8"), rule(443, null)));
    before.put("health", rule(1, null));
    before.put("route", Value.set(rule(1, null).type(), List.of(rule(1, "a"), rule(2, "b"))));
    before.put(
        "site", new Value.MapOf(rule(1, null).type(), new TreeMap<>(Map.of("x", rule(1, null)))));
    Map<String, Value> after = new TreeMap<>(before);
    after.put("lifetime", Value.of(7200));
    after.put("peer", Value.of("192.0.2.2"));
    after.put("psk", Value.of("other"));
    after.put("cidrs", strings("10.0.0.0/8", "10.1.0.0/16", "10.9.0.0/16", "10.3.0.0/16"));
    after.put("zones", Value.set(Type.STRING, List.of(Value.of("a"), Value.of("c"))));
    after.put(
        "tags",
        new Value.MapOf(
            Type.STRING, new TreeMap<>(Map.of("env", Value.of("prod"), "x", Value.of("y")))));
    after.put(
        "rule", rules(rule(22, null), rule(8080, "10.0.0.0/8"), rule(443, null), rule(53, null)));
    after.put("health", Value.nullOf(rule(1, null).type()));
    after.put("route", Value.set(rule(1, null).type(), List.of(rule(1, "a"), rule(3, "b"))));
    after.put(
        "site",
        new Value.MapOf(
            rule(1, null).type(), new TreeMap<>(Map.of("x", rule(1, null), "y", rule(2, null)))));
    Value old = object(TUNNEL, before);
    Value now = object(TUNNEL, after);
    Map<String, Value> moved = new TreeMap<>(before);
    moved.put("gateway", Value.of("g-2"));
    moved.put("id", Value.unknown(Type.STRING));
    String text =
        PlanText.render(tunnel(Action.UPDATE, old, now), Style.PLAIN)
            + PlanText.render(
                tunnel(Action.DELETE_THEN_CREATE, old, object(TUNNEL, moved), "gateway"),
                Style.PLAIN)
            + PlanText.render(
                tunnel(Action.CREATE_THEN_DELETE, old, object(TUNNEL, moved), "gateway"),
                Style.PLAIN)
            + PlanText.render(tunnel(Action.CREATE, NONE, now), Style.PLAIN)
            + PlanText.render(tunnel(Action.DELETE, old, NONE), Style.PLAIN);
    assertThat(text).doesNotContain("hunter2");
    Golden.check("blocks.txt", text);
  }

  @Test
  void saysWhyAndHowMany() {
    Value object = object(DATA, Map.of("id", Value.of("i-1"), "input", Value.of("x")));
    List<Change> changes = new ArrayList<>();
    changes.add(change("create", Action.CREATE, null, NONE, object));
    changes.add(
        change(
            "tainted", Action.DELETE_THEN_CREATE, Reason.REPLACE_BECAUSE_TAINTED, object, object));
    changes.add(
        change("asked", Action.CREATE_THEN_DELETE, Reason.REPLACE_BY_REQUEST, object, object));
    changes.add(
        change("triggered", Action.DELETE_THEN_CREATE, Reason.REPLACE_BY_TRIGGERS, object, object));
    changes.add(
        change("gone", Action.DELETE, Reason.DELETE_BECAUSE_NO_RESOURCE_CONFIG, object, NONE));
    changes.add(
        at(
            change("a", Action.DELETE, Reason.DELETE_BECAUSE_COUNT_INDEX, object, NONE),
            new InstanceKey.Index(1),
            ""));
    changes.add(
        at(
            change("a", Action.DELETE, Reason.DELETE_BECAUSE_EACH_KEY, object, NONE),
            new InstanceKey.Name("k"),
            ""));
    changes.add(
        at(
            change("a", Action.DELETE, Reason.DELETE_BECAUSE_WRONG_REPETITION, object, NONE),
            InstanceKey.none(),
            ""));
    changes.add(at(change("a", Action.DELETE, null, object, NONE), InstanceKey.none(), "0123abcd"));
    changes.add(
        change("kept", Action.FORGET, Reason.DELETE_BECAUSE_NO_RESOURCE_CONFIG, object, NONE));
    changes.add(change("same", Action.NO_OP, null, object, object));
    Change same = change("new_name", Action.NO_OP, null, object, object);
    changes.add(
        new Change(
            same.address(),
            InstanceAddress.managed("terraform_data", "old_name"),
            "",
            same.provider(),
            DATA,
            Action.NO_OP,
            null,
            object,
            object,
            List.of(),
            "",
            false,
            List.of(),
            List.of(),
            false,
            null,
            null));
    changes.add(change("read", Action.READ, Reason.READ_BECAUSE_DEPENDENCY_PENDING, NONE, object));
    Golden.check(
        "reasons.txt",
        PlanText.render(plan(Mode.NORMAL, State.EMPTY, List.of(), changes, List.of()), Style.PLAIN)
            + PlanText.epilogue(null, Style.PLAIN)
            + PlanText.epilogue("p.plan", Style.PLAIN));
  }

  private static Change at(Change change, InstanceKey key, String deposed) {
    InstanceAddress address = change.address().resource().instance(key);
    return new Change(
        address,
        address,
        deposed,
        change.provider(),
        change.schema(),
        change.action(),
        change.reason(),
        change.before(),
        change.after(),
        List.of(),
        "",
        false,
        List.of(),
        List.of(),
        false,
        null,
        null);
  }

  @Test
  void showsDriftAndOutputs() {
    Change drifted =
        data(
            "a",
            Action.UPDATE,
            Map.of("id", Value.of("i"), "input", Value.of(1)),
            Map.of("id", Value.of("i"), "input", Value.of(2)));
    Change deleted =
        change("b", Action.DELETE, null, object(DATA, Map.of("id", Value.of("j"))), NONE);
    List<Change> drift = List.of(drifted, deleted);
    List<OutputChange> outputs =
        List.of(
            new OutputChange("gone", Action.DELETE, Value.of(1), NONE, false),
            new OutputChange("long_name", Action.UPDATE, json("[1,2]"), Value.of(5), false),
            new OutputChange(
                "new", Action.CREATE, NONE, json("{\"a\":[true,null],\"c\":\"m\\nl\\n\"}"), false),
            new OutputChange("same", Action.NO_OP, Value.of(1), Value.of(1), false),
            new OutputChange(
                "unknown", Action.UPDATE, Value.of("x"), Value.unknown(Type.STRING), false));
    String text =
        PlanText.render(
                plan(Mode.NORMAL, State.EMPTY, drift, List.of(drifted), outputs), Style.PLAIN)
            + "==== refresh only\n"
            + PlanText.render(
                plan(Mode.REFRESH_ONLY, State.EMPTY, drift, List.of(), List.of()), Style.PLAIN)
            + "==== outputs only\n"
            + PlanText.render(
                plan(Mode.NORMAL, State.EMPTY, List.of(), List.of(), outputs), Style.PLAIN);
    Golden.check("drift.txt", text);
  }

  @Test
  void saysThatThereIsNothingToDo() {
    StringBuilder all = new StringBuilder();
    for (Mode mode : Mode.values()) {
      all.append(
          PlanText.render(plan(mode, State.EMPTY, List.of(), List.of(), List.of()), Style.PLAIN));
    }
    Golden.check("nothing.txt", all.toString());
  }

  @Test
  void coloursOnlyWhenTold() {
    Change change =
        data("a", Action.UPDATE, Map.of("input", Value.of(1)), Map.of("input", Value.of(2)));
    assertThat(PlanText.render(change, Style.PLAIN)).doesNotContain("\u001b");
    Golden.check(
        "colours.txt", PlanText.render(change, new Style(true, 80)).replace("\u001b", "<ESC>"));
  }
}
