package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The arguments of a `provider` block, with what stands in for those that are not set: the
/// environment, then the cloud's [Dialect#fallbacks].
public final class Given {
  private final CloudProfile profile;
  private final Value configuration;
  private final ProviderContext context;
  private final Map<String, String> fallbacks;

  Given(
      CloudProfile profile,
      Value configuration,
      ProviderContext context,
      Map<String, String> fallbacks) {
    this.profile = profile;
    this.configuration = configuration;
    this.context = context;
    this.fallbacks = Map.copyOf(fallbacks);
  }

  /// The value of an argument, dotted where it is in a block.
  public Optional<String> text(String argument) {
    return configured(configuration, argument)
        .or(() -> variable(argument))
        .or(() -> Optional.ofNullable(fallbacks.get(argument)));
  }

  /// What the configuration itself has for an argument of any type, dotted where it is in a block;
  /// null where it has nothing.
  public Value value(String argument) {
    return Facts.at(configuration, argument);
  }

  private Optional<String> variable(String argument) {
    return context
        .variable(profile.variable(argument.replace('.', '_').toUpperCase(Locale.ROOT)))
        .or(() -> {
          List<String> others = profile.dialect().variables(argument);
          return context.variable(others.toArray(String[]::new));
        });
  }

  /// The text that the configuration itself has, without blanks around it.
  static Optional<String> configured(Value configuration, String name) {
    return switch (Facts.at(configuration, name)) {
      case Value.Str s when !s.text().isBlank() -> Optional.of(s.text().strip());
      case Num n -> Optional.of(n.toString());
      default -> Optional.empty();
    };
  }

  /// Nothing: some of it is secret.
  @Override
  public String toString() {
    return "the arguments of " + profile.name();
  }
}
