package dev.groma.providers.emulator.alicloud;

import static dev.groma.providers.emulator.alicloud.AliErrors.refuseIf;

import dev.groma.providers.emulator.cloud.Refused;
import dev.groma.providers.emulator.http.Parameter;
import dev.groma.providers.emulator.http.Request;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The parameters of one request by name, and how to read them.
///
/// They stand in the query, of a POST in its form body too; both are signed alike. Of a name that
/// is given twice the first value counts. An empty value is as good as none. Names that an
/// operation does not know are ignored, as the cloud ignores them.
record Parameters(SortedMap<String, String> all) {
  private static final String LETTER = "[a-zA-Z\\p{IsHan}]";

  /// 2 to 128 characters that start with a letter. CreateVpnGateway (6.3.1) does not list the full
  /// stop, which all other operations allow; it is allowed there too.
  private static final Pattern NAME = Pattern.compile(LETTER + "[a-zA-Z0-9\\p{IsHan}._-]{1,127}");

  /// 2 to 256 characters that start with a letter.
  private static final Pattern DESCRIPTION = Pattern.compile(LETTER + ".{1,255}", Pattern.DOTALL);

  private static final Pattern IP_V4 =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}");

  Parameters {
    all = Collections.unmodifiableSortedMap(new TreeMap<>(all));
  }

  static Parameters of(Request request) {
    Stream<Parameter> given =
        request.method().equals("POST")
            ? Stream.concat(request.query().stream(), Parameter.parse(request.body()).stream())
            : request.query().stream();
    var all = new TreeMap<String, String>();
    given.forEach(parameter -> all.putIfAbsent(parameter.name(), parameter.value()));
    return new Parameters(all);
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(all.get(name)).filter(value -> !value.isEmpty());
  }

  String require(String name) {
    return find(name).orElseThrow(() -> AliErrors.missing(name));
  }

  Optional<Boolean> flag(String name) {
    return find(name)
        .map(text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw AliErrors.invalid(name, "It must be true or false.");
            });
  }

  Optional<Integer> integer(String name, int least, int most) {
    return find(name)
        .map(text -> {
          int value = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
          refuseIf(
              value < least || value > most,
              AliErrors.invalid(name, "It must be %d to %d.".formatted(least, most)));
          return value;
        });
  }

  Optional<String> choice(String name, String... allowed) {
    Optional<String> value = find(name);
    refuseIf(
        value.isPresent() && !List.of(allowed).contains(value.get()),
        AliErrors.invalid(name, "It must be one of %s.".formatted(String.join(", ", allowed))));
    return value;
  }

  int requireChoice(String name, Integer... allowed) {
    String[] texts = Arrays.stream(allowed).map(String::valueOf).toArray(String[]::new);
    require(name);
    return Integer.parseInt(choice(name, texts).orElseThrow());
  }

  /// The parameter `Name`.
  Optional<String> name() {
    return matching("Name", NAME, AliErrors.invalidName());
  }

  /// The parameter `Description`; `form` is what else it must look like.
  Optional<String> description(Pattern form) {
    Optional<String> text = matching("Description", DESCRIPTION, AliErrors.invalidDescription());
    refuseIf(
        text.filter(given ->
                given.startsWith("http://")
                    || given.startsWith("https://")
                    || !form.matcher(given).matches())
            .isPresent(),
        AliErrors.invalidDescription());
    return text;
  }

  private Optional<String> matching(String name, Pattern form, Refused refusal) {
    Optional<String> text = find(name);
    refuseIf(text.isPresent() && !form.matcher(text.get()).matches(), refusal);
    return text;
  }

  /// Ranges joined by commas.
  Optional<List<Subnet>> subnets(String name) {
    return find(name)
        .map(text ->
            Arrays.stream(text.split(",", -1))
                .map(part ->
                    Subnet.parse(part)
                        .orElseThrow(() ->
                            AliErrors.invalid(
                                name, "\"%s\" is no range such as 10.1.1.0/24.".formatted(part))))
                .toList());
  }

  Optional<Subnet> subnet(String name) {
    Optional<List<Subnet>> ranges = subnets(name);
    refuseIf(
        ranges.isPresent() && ranges.get().size() != 1,
        AliErrors.invalid(name, "It must be one range."));
    return ranges.map(List::getFirst);
  }

  /// A required id of something that is made elsewhere, such as a VPC.
  String requireId(String name, String prefix) {
    String id = require(name);
    refuseIf(
        !id.matches(Pattern.quote(prefix) + "-[0-9a-zA-Z]+"),
        AliErrors.invalid(name, "It must start with %s-.".formatted(prefix)));
    return id;
  }

  static boolean isAddress(String text) {
    return IP_V4.matcher(text).matches();
  }
}
