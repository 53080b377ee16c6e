package dev.groma.cli;

import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Value;
import dev.groma.state.store.BackendFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which backend, with which arguments.
///
/// @param factory opens it
/// @param arguments an object of the type that its schema implies
record BackendSettings(BackendFactory factory, Value.Obj arguments) {
  /// The prefix of the environment variables that give sensitive arguments.
  static final String VARIABLE = "GROMA_BACKEND_";

  /// The backend without arguments.
  static BackendSettings of(BackendFactory factory) {
    SortedMap<String, Value> none = new TreeMap<>();
    factory
        .schema()
        .attributes()
        .forEach((name, attribute) -> none.put(name, Value.nullOf(attribute.type())));
    return new BackendSettings(factory, Value.object(none));
  }

  String type() {
    return factory.type();
  }

  /// The same with the argument `name`.
  BackendSettings with(String name, Value value) {
    return new BackendSettings(factory, arguments.with(name, value));
  }

  /// The same with what `others` sets.
  BackendSettings with(Map<String, Value> others) {
    BackendSettings all = this;
    for (Map.Entry<String, Value> other : others.entrySet()) {
      if (!other.getValue().isNull()) {
        all = all.with(other.getKey(), other.getValue());
      }
    }
    return all;
  }

  /// The same with the sensitive arguments that `others` has.
  BackendSettings withSecrets(Value.Obj others) {
    BackendSettings all = this;
    for (String name : sensitive()) {
      Value value = others.require(name);
      all = value.isNull() ? all : all.with(name, value);
    }
    return all;
  }

  /// The same with the sensitive arguments that the environment gives and nothing else does.
  BackendSettings withSecrets(Console console) {
    BackendSettings all = this;
    for (String name : sensitive()) {
      String given = console.variable(variable(name));
      Attribute attribute = factory.schema().attributes().get(name);
      if (given != null
          && attribute != null
          && arguments.require(name).isNull()
          && Conversion.convert(Value.of(given), attribute.type())
              instanceof Conversion.Converted(Value value)) {
        all = all.with(name, value);
      }
    }
    return all;
  }

  /// The same without its sensitive arguments.
  BackendSettings withoutSecrets() {
    BackendSettings all = this;
    for (String name : sensitive()) {
      Attribute attribute = factory.schema().attributes().get(name);
      if (attribute != null) {
        all = all.with(name, Value.nullOf(attribute.type()));
      }
    }
    return all;
  }

  /// The names of the sensitive arguments.
  List<String> sensitive() {
    List<String> names = new ArrayList<>();
    factory
        .schema()
        .attributes()
        .forEach((name, attribute) -> {
          if (attribute.sensitive()) {
            names.add(name);
          }
        });
    return names;
  }

  /// The variable that gives the sensitive argument `name`.
  static String variable(String name) {
    return VARIABLE + name.toUpperCase(Locale.ROOT);
  }

  /// True when `other` is the same kind with the same arguments, sensitive ones aside.
  boolean isSamePlace(BackendSettings other) {
    List<String> sensitive = sensitive();
    return type().equals(other.type())
        && arguments.attributes().entrySet().stream()
            .filter(entry -> !sensitive.contains(entry.getKey()))
            .allMatch(entry -> entry.getValue().equals(other.arguments.require(entry.getKey())));
  }
}
