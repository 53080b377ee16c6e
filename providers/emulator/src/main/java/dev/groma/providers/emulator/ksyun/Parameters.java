package dev.groma.providers.emulator.ksyun;

import static dev.groma.providers.emulator.ksyun.KsyunErrors.refuseIf;

import dev.groma.providers.emulator.http.Parameter;
import dev.groma.providers.emulator.http.Request;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The parameters of one request by name, and how to read them.
///
/// A GET has them in its query; a POST has them in its form body, where the common ones may stand
/// in the query too. Of a name that is given twice the first value counts. An empty value is as
/// good as none unless an operation says otherwise.
record Parameters(SortedMap<String, String> all) {
  private static final Set<String> COMMON = Set.of("Action", "Version", "DryRun", "Format");
  private static final String AWS = "x-amz-";
  private static final Pattern IP_V4 =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}");
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  Parameters {
    all = Collections.unmodifiableSortedMap(new TreeMap<>(all));
  }

  static Parameters of(Request request) {
    Stream<Parameter> given =
        request.method().equals("POST")
            ? Stream.concat(
                Parameter.parse(request.body()).stream(),
                request.query().stream().filter(parameter -> common(parameter.name())))
            : request.query().stream();
    var all = new TreeMap<String, String>();
    given.forEach(parameter -> all.putIfAbsent(parameter.name(), parameter.value()));
    return new Parameters(all);
  }

  private static boolean common(String name) {
    return COMMON.contains(name) || name.toLowerCase(Locale.ROOT).startsWith(AWS);
  }

  Optional<String> find(String name) {
    return given(name).filter(value -> !value.isEmpty());
  }

  /// The value even if it is empty.
  Optional<String> given(String name) {
    return Optional.ofNullable(all.get(name));
  }

  String require(String name) {
    return find(name).orElseThrow(() -> KsyunErrors.missing(name));
  }

  /// `true`, `false`, `1` or `0`; false when absent.
  boolean flag(String name) {
    return switch (find(name).orElse("false").toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw KsyunErrors.invalid(name, "It must be true (1) or false (0).");
    };
  }

  Optional<Integer> integer(String name, int least, int most) {
    return find(name)
        .map(text -> {
          int value = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
          refuseIf(
              value < least || value > most,
              KsyunErrors.invalid(name, "It must be %d to %d.".formatted(least, most)));
          return value;
        });
  }

  int requireInteger(String name, int least, int most) {
    return integer(name, least, most).orElseThrow(() -> KsyunErrors.missing(name));
  }

  Optional<String> choice(String name, List<String> allowed) {
    Optional<String> value = find(name);
    refuseIf(
        value.isPresent() && !allowed.contains(value.get()),
        KsyunErrors.invalid(name, "It must be one of %s.".formatted(String.join(", ", allowed))));
    return value;
  }

  Optional<String> address(String name) {
    Optional<String> value = find(name);
    refuseIf(
        value.isPresent() && !IP_V4.matcher(value.get()).matches(),
        KsyunErrors.invalid(name, "It must be an IPv4 address."));
    return value;
  }

  /// The id of something that is made elsewhere, such as a VPC.
  String requireId(String name) {
    String id = require(name);
    refuseIf(!UUID.matcher(id).matches(), KsyunErrors.invalid(name, "It must be a UUID."));
    return id;
  }

  void forbid(String name, String rule) {
    refuseIf(find(name).isPresent(), KsyunErrors.invalid(name, rule));
  }

  /// The values of `name.1`, `name.2`… in the order of their numbers.
  List<String> numbered(String name) {
    var values = new TreeMap<Integer, String>();
    Pattern form = Pattern.compile(Pattern.quote(name) + "\\.([1-9][0-9]{0,5})");
    all.tailMap(name + ".").entrySet().stream()
        .takeWhile(entry -> entry.getKey().startsWith(name + "."))
        .forEach(entry -> {
          Matcher numbered = form.matcher(entry.getKey());
          refuseIf(!numbered.matches(), KsyunErrors.malformed(entry.getKey()));
          values.put(Integer.parseInt(numbered.group(1)), entry.getValue());
        });
    return List.copyOf(values.values());
  }

  /// The parameters whose names start so.
  Map<String, String> under(String prefix) {
    var found = new TreeMap<String, String>();
    all.forEach((name, value) -> {
      if (name.startsWith(prefix)) {
        found.put(name, value);
      }
    });
    return found;
  }
}
