package dev.groma.engine.link;

import dev.groma.schemas.schema.Role;
import dev.groma.schemas.schema.Role.Fact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What two types of tunnels can agree on, by their documents.
public final class Agreement {
  /// What is negotiated, in the order in which it is.
  public static final List<Fact> NEGOTIATED =
      List.of(
          Fact.IKE_VERSION,
          Fact.IKE_MODE,
          Fact.IKE_ENCRYPTION,
          Fact.IKE_INTEGRITY,
          Fact.IKE_GROUP,
          Fact.ESP_ENCRYPTION,
          Fact.ESP_INTEGRITY,
          Fact.ESP_GROUP);

  private final Role one;
  private final Role other;

  /// Of two types by what they are.
  public Agreement(Role one, Role other) {
    this.one = one;
    this.other = other;
  }

  /// What one of the types can say of a fact, the weakest first.
  public static List<String> possible(Role role, Fact fact) {
    List<String> words = fact.words();
    List<String> all =
        new ArrayList<>(role.find(fact).map(Role.Meaning::possible).orElse(List.of()));
    all.sort(Comparator.comparingInt(words::indexOf));
    return all;
  }

  /// What both can say of `fact`, the weakest first; empty when one says nothing of it.
  public List<String> common(Fact fact) {
    List<String> all = new ArrayList<>(possible(one, fact));
    all.retainAll(possible(other, fact));
    return all;
  }

  /// The strongest that both can say of `fact`.
  public Optional<String> strongest(Fact fact) {
    List<String> all = common(fact);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /// How a type says `word` of `fact`: `attribute to value`; nothing when it always does.
  static Optional<String> setting(Role role, Fact fact, String word) {
    return role.find(fact)
        .filter(meaning -> !meaning.names().isEmpty())
        .flatMap(meaning ->
            meaning.values().entrySet().stream()
                .filter(entry -> entry.getValue().equals(word))
                .map(Map.Entry::getKey)
                .findFirst()
                .map(value -> meaning.names().getFirst() + " to " + value));
  }
}
