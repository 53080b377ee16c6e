package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.schemas.address.AddressPattern;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.StringNode;
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
/// @param providers the provider configurations that take the place of those of the module, by
///   local name, or `name.alias`
public record TestFile(
    String name,
    SortedMap<String, Expression> variables,
    List<Run> runs,
    List<Mock> mocks,
    List<Substitute> overrides,
    SortedMap<String, ProviderBlock> providers) {
  /// Copies the collections.
  public TestFile {
    variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    providers = Collections.unmodifiableSortedMap(new TreeMap<>(providers));
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
  /// @param providers which provider configurations of the file take the place of which of the
  ///   module, both as `name` or `name.alias`; empty for those of the same name
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
      SortedMap<String, StringNode> providers,
      SourceRange declaration) {
    /// Copies the collections.
    public Run {
      providers = Collections.unmodifiableSortedMap(new TreeMap<>(providers));
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
  /// @param targets what is planned; everything when there are none
  public record Options(
      boolean refreshOnly, boolean refresh, List<String> replace, List<AddressPattern> targets) {
    /// Copies the lists.
    public Options {
      replace = List.copyOf(replace);
      targets = List.copyOf(targets);
    }
  }

  /// An object whose conditions must fail: `var.a`, `check.b`, `output.c`, `terraform_data.d`.
  public record Expected(String address, SourceRange range) {}

  /// A provider that nothing is asked of.
  ///
  /// @param provider its local name
  /// @param alias which of its configurations, or null for the default one
  /// @param resources computed values by resource type
  /// @param data the same for data sources
  public record Mock(
      String provider,
      @Nullable String alias,
      SortedMap<String, Given> resources,
      SortedMap<String, Given> data) {
    /// The same as `name` or `name.alias`.
    public String key() {
      return alias == null ? provider : provider + "." + alias;
    }

    /// Copies the maps.
    public Mock {
      resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
      data = Collections.unmodifiableSortedMap(new TreeMap<>(data));
    }
  }

  /// Values that stand for computed ones.
  ///
  /// @param values the values
  /// @param whilePlanning they are known in plans already
  public record Given(Value.Obj values, boolean whilePlanning) {
    /// Nothing is given.
    public static final Given NONE = new Given(Value.Obj.EMPTY, false);
  }

  /// An object that is not really made.
  ///
  /// @param kind what it is
  /// @param target its address; without a key it stands for all instances
  /// @param given its computed values, or the outputs of a module
  /// @param range where the target is written
  public record Substitute(Kind kind, String target, Given given, SourceRange range) {
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
