package dev.groma.providers.emulator.cloud;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a [Fault] from its text and says what is wrong with it.
public final class FaultParser {
  private static final Pattern CALLS = Pattern.compile("([0-9]{1,9})(-([0-9]{1,9})?)?");
  private static final Pattern DELAY = Pattern.compile("([0-9]{1,6})(ms|s|m)");
  private static final Set<String> EFFECTS =
      Set.of("delay", "cut", "status", "code", "message", "throttle", "rate", "when");

  private final String text;

  private FaultParser(String text) {
    this.text = text;
  }

  /// Reads one fault.
  ///
  /// @param clouds the clouds whose names and operations may be used
  /// @throws SetupException if the text is not a fault, with what is wrong and what would be right
  public static Fault parse(String text, Collection<? extends Cloud> clouds) throws SetupException {
    return new FaultParser(text).parse(clouds);
  }

  private Fault parse(Collection<? extends Cloud> clouds) throws SetupException {
    String[] parts = text.split(":", 4);
    if (parts.length != 4) {
      throw wrong("it must have four parts, CLOUD:OPERATION:CALLS:EFFECTS");
    }
    checkNames(parts[0], parts[1], clouds);
    long first = 1;
    long last = Long.MAX_VALUE;
    if (!parts[2].equals("*")) {
      Matcher calls = CALLS.matcher(parts[2]);
      if (!calls.matches()) {
        throw wrong("\"%s\" must be a number, a range such as 2-4 or 3-, or *".formatted(parts[2]));
      }
      first = Long.parseLong(calls.group(1));
      last =
          calls.group(2) == null
              ? first
              : calls.group(3) == null ? Long.MAX_VALUE : Long.parseLong(calls.group(3));
    }
    if (first < 1 || last < first) {
      throw wrong("calls are counted from 1 and a range must not be empty");
    }
    Map<String, String> effects = effects(parts[3]);
    Optional<Fault.Failure> instead = failure(effects);
    return new Fault(
        parts[0],
        parts[1],
        first,
        last,
        delay(effects),
        rate(effects),
        instead,
        performed(effects, instead));
  }

  private void checkNames(String cloud, String operation, Collection<? extends Cloud> clouds)
      throws SetupException {
    List<? extends Cloud> named =
        clouds.stream().filter(c -> cloud.equals("*") || c.name().equals(cloud)).toList();
    if (named.isEmpty()) {
      throw wrong(
          "there is no cloud \"%s\"; there are *, %s"
              .formatted(cloud, String.join(", ", clouds.stream().map(Cloud::name).toList())));
    }
    List<String> operations =
        named.stream().flatMap(c -> c.operations().keySet().stream()).distinct().toList();
    if (!operation.equals("*") && !operations.contains(operation)) {
      throw wrong(
          "there is no operation \"%s\"; there are *, %s"
              .formatted(operation, String.join(", ", operations)));
    }
  }

  private Map<String, String> effects(String list) throws SetupException {
    var effects = new TreeMap<String, String>();
    for (String effect : Arrays.asList(list.split(",", -1))) {
      int equals = effect.indexOf('=');
      String name = equals < 0 ? effect : effect.substring(0, equals);
      if (!EFFECTS.contains(name) || (equals < 0) != name.equals("throttle")) {
        throw wrong(
            "\"%s\" is no effect; effects are delay=3s, cut=before, cut=after, status=500, code=X, message=X, throttle, rate=20, when=after"
                .formatted(effect));
      }
      if (effects.put(name, effect.substring(equals + 1)) != null) {
        throw wrong("\"%s\" is given twice".formatted(name));
      }
    }
    return effects;
  }

  private Duration delay(Map<String, String> effects) throws SetupException {
    String delay = effects.getOrDefault("delay", "0s");
    Matcher matcher = DELAY.matcher(delay);
    if (!matcher.matches()) {
      throw wrong("the delay \"%s\" must be a number with ms, s or m, such as 3s".formatted(delay));
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      default -> Duration.ofMinutes(number);
    };
  }

  private int rate(Map<String, String> effects) throws SetupException {
    String rate = effects.getOrDefault("rate", "0");
    if (!rate.matches("[1-9][0-9]{0,5}") && effects.containsKey("rate")) {
      throw wrong("the rate \"%s\" must be a number of calls a second".formatted(rate));
    }
    return Integer.parseInt(rate);
  }

  private Optional<Fault.Failure> failure(Map<String, String> effects) throws SetupException {
    long kinds =
        effects.keySet().stream()
            .filter(Set.of("cut", "status", "throttle", "rate")::contains)
            .count();
    if (kinds > 1) {
      throw wrong("only one of cut, status, throttle and rate can happen to a call");
    }
    if (!effects.containsKey("status")
        && (effects.containsKey("code") || effects.containsKey("message"))) {
      throw wrong("code and message need a status");
    }
    if (effects.containsKey("cut")) {
      return Optional.of(new Fault.CutOff());
    }
    if (effects.containsKey("throttle") || effects.containsKey("rate")) {
      return Optional.of(new Fault.Throttled());
    }
    String status = effects.get("status");
    if (status == null) {
      return Optional.empty();
    }
    if (!status.matches("[45][0-9][0-9]")) {
      throw wrong("the status \"%s\" must be between 400 and 599".formatted(status));
    }
    return Optional.of(
        new Fault.ErrorAnswer(
            Integer.parseInt(status),
            Optional.ofNullable(effects.get("code")),
            effects.getOrDefault("message", "A fault that was ordered from the emulator.")));
  }

  private boolean performed(Map<String, String> effects, Optional<Fault.Failure> instead)
      throws SetupException {
    String cut = effects.get("cut");
    String when = effects.get("when");
    if (when != null && (cut != null || instead.isEmpty())) {
      throw wrong("when=after goes with status, throttle or rate; a cut says it itself");
    }
    String moment = cut != null ? cut : when != null ? when : "before";
    if (!moment.equals("before") && !moment.equals("after")) {
      throw wrong("\"%s\" must be before or after".formatted(moment));
    }
    return instead.isEmpty() || moment.equals("after");
  }

  private SetupException wrong(String problem) {
    return new SetupException("The fault \"%s\" cannot be used: %s.".formatted(text, problem));
  }
}
