package dev.groma.providers.emulator.ksyun;

import static dev.groma.providers.emulator.ksyun.KsyunErrors.refuseIf;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a `Describe` operation chooses, cuts into pages and shows things of one kind.
///
/// Things are sorted by id. Ids that do not exist are left out of the answer. The values of one
/// filter are alternatives; several filters must all hold. A `NextToken` names the first id of the
/// next page, so that it stays good when things come and go.
///
/// @param idParameter the parameter `X` of the ids `X.1`, `X.2`…
/// @param set the member of the answer that holds the entries
/// @param filters what each filter compares, by its name
record Listing<T>(
    String idParameter,
    String set,
    Function<T, String> id,
    Map<String, Function<T, String>> filters,
    Function<T, JsonObject> view) {
  private static final Pattern FILTER =
      Pattern.compile("Filter\\.([1-9][0-9]{0,5})\\.(Name|Value\\.[1-9][0-9]{0,5})");
  private static final int SMALLEST_PAGE = 5;
  private static final int LARGEST_PAGE = 100;

  /// One condition of a request.
  private record Condition(String name, List<String> values) {}

  JsonObject page(Parameters parameters, List<T> all) {
    List<String> ids = parameters.numbered(idParameter);
    List<Condition> conditions = conditions(parameters);
    Optional<Integer> size = parameters.integer("MaxResults", SMALLEST_PAGE, LARGEST_PAGE);
    String first = parameters.find("NextToken").map(Listing::opened).orElse("");
    List<T> rest =
        all.stream()
            .filter(thing -> ids.isEmpty() || ids.contains(id.apply(thing)))
            .filter(thing -> conditions.stream().allMatch(condition -> holds(condition, thing)))
            .filter(thing -> id.apply(thing).compareTo(first) >= 0)
            .sorted(Comparator.comparing(id))
            .toList();
    int count = Math.min(size.orElse(rest.size()), rest.size());
    JsonObject page =
        JsonObject.EMPTY.with(set, rest.subList(0, count).stream().map(view).toList());
    return count < rest.size() ? page.with("NextToken", sealed(id.apply(rest.get(count)))) : page;
  }

  private boolean holds(Condition condition, T thing) {
    Function<T, String> compared = filters.get(condition.name());
    return compared != null && condition.values().contains(compared.apply(thing));
  }

  private List<Condition> conditions(Parameters parameters) {
    var names = new TreeMap<Integer, String>();
    SortedMap<Integer, List<String>> values = new TreeMap<>();
    parameters
        .under("Filter")
        .forEach((parameter, value) -> {
          Matcher form = FILTER.matcher(parameter);
          refuseIf(!form.matches(), KsyunErrors.malformed(parameter));
          int number = Integer.parseInt(form.group(1));
          if (form.group(2).equals("Name")) {
            names.put(number, value);
          } else {
            values.computeIfAbsent(number, _ -> new ArrayList<>()).add(value);
          }
        });
    values.keySet().stream()
        .filter(number -> !names.containsKey(number))
        .findFirst()
        .ifPresent(number -> {
          throw KsyunErrors.missing("Filter.%d.Name".formatted(number));
        });
    return names.entrySet().stream()
        .map(entry -> condition(entry.getKey(), entry.getValue(), values))
        .toList();
  }

  private Condition condition(int number, String name, Map<Integer, List<String>> values) {
    refuseIf(
        !filters.containsKey(name),
        KsyunErrors.invalid(
            "Filter.%d.Name".formatted(number),
            filters.isEmpty()
                ? "There are no filters here."
                : "There are %s.".formatted(String.join(", ", new TreeMap<>(filters).keySet()))));
    return new Condition(
        name,
        Optional.ofNullable(values.get(number))
            .orElseThrow(() -> KsyunErrors.missing("Filter.%d.Value.1".formatted(number))));
  }

  private static String sealed(String id) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(UTF_8));
  }

  private static String opened(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), UTF_8);
    } catch (IllegalArgumentException _) {
      throw KsyunErrors.invalid("NextToken", "It must be what an earlier answer gave.");
    }
  }
}
