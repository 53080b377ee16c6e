package dev.groma.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.Importable;
import dev.groma.providers.spi.Listable;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.schema.Mutability;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What every resource type must do, against a cloud that remembers: subclass it for each.
public abstract class ProviderContract {
  /// The handler, of a provider that calls a cloud in which nothing exists yet.
  protected abstract ResourceHandler handler();

  /// The schema of the type.
  protected abstract Schema schema();

  /// The arguments of an object to create.
  protected abstract Map<String, Value> arguments();

  /// Other values of every argument that can be changed on an object that was made from
  /// [#arguments], in the order in which they are tried; null takes the argument away.
  protected abstract List<Map.Entry<String, Value>> otherValues();

  /// The attribute that holds the import id.
  protected String importId() {
    return "id";
  }

  /// Arguments that an import cannot know.
  protected abstract List<String> unknownToImport();

  private Lifecycle lifecycle() {
    return new Lifecycle(handler(), schema());
  }

  private static Value applied(Lifecycle life, Value prior, Value configuration) {
    Value planned = life.plan(prior, configuration).planned();
    ResourceHandler.ApplyResult result = life.apply(prior, configuration);
    assertThat(result.diagnostics().all()).isEmpty();
    Value value = Lifecycle.require(result.value(), result.diagnostics().all());
    assertThat(value.isWhollyKnown()).isTrue();
    assertKeepsPlan(Lifecycle.require(planned, List.of()), value);
    return value;
  }

  private static void assertKeepsPlan(Value planned, Value value) {
    if (planned instanceof Value.Obj p && value instanceof Value.Obj v) {
      p.attributes().forEach((name, part) -> assertKeepsPlan(part, v.require(name)));
    } else if (planned.isWhollyKnown()) {
      assertThat(value).isEqualTo(planned);
    }
  }

  private static void assertSettled(Lifecycle life, Value object, Value configuration) {
    ResourceHandler.ReadResult read = life.read(object);
    assertThat(read.diagnostics().all()).isEmpty();
    assertThat(read.value()).isEqualTo(object);
    ResourceHandler.PlanResult plan = life.plan(object, configuration);
    assertThat(plan.diagnostics().all()).isEmpty();
    assertThat(plan.planned()).as("second plan").isEqualTo(object);
    assertThat(plan.requiresReplace()).isEmpty();
  }

  private static void assertDeleted(Lifecycle life, Value object) {
    ResourceHandler.ApplyResult deleted = life.apply(object, life.nothing());
    assertThat(deleted.diagnostics().all()).isEmpty();
    assertThat(deleted.value()).isEqualTo(life.nothing());
  }

  @Test
  void anObjectIsCreatedReadAndDeletedTwice() {
    Lifecycle life = lifecycle();
    Value configuration = life.configuration(arguments());
    assertThat(handler().validate(configuration).all()).isEmpty();
    Value object = applied(life, life.nothing(), configuration);
    assertThat(life.recorded()).hasSize(1);
    assertThat(Path.of(importId()).find(life.recorded().getFirst()))
        .isEqualTo(Path.of(importId()).find(object));
    assertSettled(life, object, configuration);
    assertDeleted(life, object);
    assertThat(life.read(object).value()).isEqualTo(life.nothing());
    assertDeleted(life, object);
  }

  @Test
  void everyArgumentIsChangedInPlaceOrByReplacement() {
    Lifecycle life = lifecycle();
    Map<String, Value> arguments = new LinkedHashMap<>(arguments());
    Value object = applied(life, life.nothing(), life.configuration(arguments));
    TreeSet<String> left = new TreeSet<>();
    schema()
        .block()
        .attributes()
        .forEach((name, attribute) -> {
          if (attribute.mode().isConfigurable() && !attribute.writeOnly()) {
            left.add(name);
          }
        });
    for (Map.Entry<String, Value> change : otherValues()) {
      String name = change.getKey();
      left.remove(name);
      Value before = arguments.put(name, change.getValue());
      Value configuration = life.configuration(arguments);
      var attribute = schema().block().attributes().get(name);
      boolean inPlace =
          attribute == null
              ? life.plan(object, configuration).requiresReplace().isEmpty()
              : attribute.mutability() == Mutability.IN_PLACE;
      if (inPlace) {
        object = applied(life, object, configuration);
        assertSettled(life, object, configuration);
        continue;
      }
      List<Path> replacing = life.plan(object, configuration).requiresReplace();
      if (before == null && unknownToImport().contains(name)) {
        assertThat(replacing).as("learning %s is no change", name).isEmpty();
        arguments.remove(name);
        continue;
      }
      assertThat(replacing)
          .as(name)
          .allSatisfy(path -> assertThat(Path.of(name).isPrefixOf(path)).isTrue())
          .isNotEmpty();
      if (before == null) {
        arguments.remove(name);
      } else {
        arguments.put(name, before);
      }
    }
    assertThat(left).as("arguments without another value").isEmpty();
    assertDeleted(life, object);
  }

  @Test
  void anObjectIsImported() {
    Lifecycle life = lifecycle();
    Value configuration = life.configuration(arguments());
    Value object = applied(life, life.nothing(), configuration);
    Value id = Path.of(importId()).find(object).orElseThrow();
    assertThat(handler()).isInstanceOf(Importable.class);
    ResourceHandler.ReadResult imported = life.importAndRead(((Value.Str) id).text());
    assertThat(imported.diagnostics().all()).isEmpty();
    Value found = Lifecycle.require(imported.value(), List.of());
    ((Value.Obj) object)
        .attributes()
        .forEach((name, value) -> {
          if (!unknownToImport().contains(name)) {
            assertThat(Path.of(name).find(found)).as(name).contains(value);
          }
        });
    assertThat(life.plan(found, configuration).requiresReplace()).isEmpty();
    assertDeleted(life, object);
  }

  @Test
  void anObjectIsFoundInTheList() {
    Lifecycle life = lifecycle();
    Value object = applied(life, life.nothing(), life.configuration(arguments()));
    Listable listable = (Listable) handler();
    List<Value> found = new ArrayList<>();
    listable.list(found::add, life.context());
    assertThat(found).filteredOn(listed -> listable.isSame(object, listed)).hasSize(1);
    assertDeleted(life, object);
  }
}
