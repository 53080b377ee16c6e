package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.value.Value;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A file of tests: runs that are carried out one after the other on states of their own.
///
/// @param name what messages call it
/// @param variables values for the variables of all runs
/// @param runs the runs, in order
/// @param mocks the providers that nothing is asked of
/// @param overrides the objects that are not really made
public record TestFile(
    String name,
    SortedMap<String, Expression> variables,
    List<Run> runs,
    List<Mock> mocks,
    List<Substitute> overrides) {
  /// Copies the collections.
  public TestFile {
    variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    runs = List.copyOf(runs);
    mocks = List.copyOf(mocks);
    overrides = List.copyOf(overrides);
  }

  /// One run.
  ///
  /// @param name its name
  /// @param applies it applies the plan that it makes
  /// @param options how it plans
  /// @param variables values for variables, which go before those of the file
  /// @param asserts what must hold afterwards
  /// @param expected the objects whose conditions must fail
  /// @param module the directory of the module that is run instead of the one under test, as it is
  ///   written, or null
  /// @param stateKey the name of the state that is used, or null
  /// @param overrides the objects that are not really made in this run
  /// @param declaration the beginning of its block
  public record Run(
      String name,
      boolean applies,
      Options options,
      SortedMap<String, Expression> variables,
      List<CheckRule> asserts,
      List<Expected> expected,
      @Nullable String module,
      @Nullable String stateKey,
      List<Substitute> overrides,
      SourceRange declaration) {
    /// Copies the collections.
    public Run {
      variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
      asserts = List.copyOf(asserts);
      expected = List.copyOf(expected);
      overrides = List.copyOf(overrides);
    }
  }

  /// How a run plans.
  ///
  /// @param refreshOnly only what exists is looked at
  /// @param refresh what exists is looked at first
  /// @param replace the addresses of instances to replace
  public record Options(boolean refreshOnly, boolean refresh, List<String> replace) {
    /// Copies the list.
    public Options {
      replace = List.copyOf(replace);
    }
  }

  /// An object whose conditions must fail: `var.a`, `check.b`, `output.c`, `terraform_data.d`.
  public record Expected(String address, SourceRange range) {}

  /// A provider that nothing is asked of.
  ///
  /// @param provider its local name
  /// @param resources computed values by resource type
  /// @param data the same for data sources
  public record Mock(
      String provider, SortedMap<String, Value> resources, SortedMap<String, Value> data) {
    /// Copies the maps.
    public Mock {
      resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
      data = Collections.unmodifiableSortedMap(new TreeMap<>(data));
    }
  }

  /// An object that is not really made.
  ///
  /// @param kind what it is
  /// @param target its address; without a key it stands for all instances
  /// @param values its computed values, or the outputs of a module
  /// @param range where the target is written
  public record Substitute(Kind kind, String target, Value.Obj values, SourceRange range) {
    /// What is overridden.
    public enum Kind {
      /// A managed resource.
      RESOURCE,
      /// A data source.
      DATA,
      /// A module.
      MODULE
    }
  }
}
