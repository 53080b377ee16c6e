package dev.groma.cli.encryption;

import dev.groma.engine.config.EncryptionBlock.Argument;
import dev.groma.engine.config.EncryptionBlock.Part;
import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.plan.EarlyValues;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The arguments of a key provider, evaluated and converted. What is wrong goes to the diagnostics.
///
/// Messages about values point at the beginning of the part, not at the value, which may be a
/// secret.
final class Arguments {
  private final Part part;
  private final EarlyValues early;
  private final List<Diagnostic> diagnostics;

  Arguments(Part part, EarlyValues early, List<Diagnostic> diagnostics) {
    this.part = part;
    this.early = early;
    this.diagnostics = diagnostics;
  }

  /// The text `name`; nothing when it is not there.
  Optional<String> text(String name) {
    return value(name, Type.STRING) instanceof Value.Str(String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  /// The text `name`; reported when it is not there.
  Optional<String> requiredText(String name) {
    requireArgument(name);
    return text(name);
  }

  /// The texts of `name`, of which there must be one.
  List<String> requiredTexts(String name) {
    requireArgument(name);
    Value value = value(name, Type.list(Type.STRING));
    if (!(value instanceof Value.ListOf list)) {
      return List.of();
    }
    if (list.elements().isEmpty()) {
      wrong(name, "must not be empty.");
    }
    return list.elements().stream()
        .flatMap(
            element -> element instanceof Value.Str s ? java.util.stream.Stream.of(s.text()) : null)
        .toList();
  }

  /// The whole number `name` between `least` and `most`; `otherwise` when it is not there.
  int number(String name, int otherwise, int least, int most) {
    Value value = value(name, Type.NUMBER);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Num n && n.isInt() && n.toInt() >= least && n.toInt() <= most) {
      return n.toInt();
    }
    wrong(name, "must be a whole number between " + least + " and " + most + ".");
    return otherwise;
  }

  private void requireArgument(String name) {
    if (!part.arguments().containsKey(name)) {
      diagnostics.add(
          EncryptionSettings.error(
                  "Missing required argument",
                  "The key provider "
                      + part.name()
                      + " needs the argument \""
                      + name
                      + "\", but no definition was found.")
              .at(part.declaration()));
    }
  }

  /// Reports that the value of `name` is not right.
  void wrong(String name, String what) {
    diagnostics.add(
        EncryptionSettings.error(
                "Unsuitable value",
                "The argument \"" + name + "\" of the key provider " + part.name() + " " + what)
            .at(part.declaration()));
  }

  private @Nullable Value value(String name, Type type) {
    Argument argument = part.arguments().get(name);
    if (argument == null) {
      return null;
    }
    Evaluation evaluation = early.evaluate(argument.value());
    diagnostics.addAll(evaluation.diagnostics());
    Value value = evaluation.value().unmarkDeep();
    if (evaluation.failed()) {
      return null;
    }
    if (!value.isWhollyKnown()) {
      wrong(name, "has no value: a variable that it refers to was given none.");
      return null;
    }
    if (value.isNull()) {
      wrong(name, "must not be null.");
      return null;
    }
    return switch (Conversion.convert(value, type)) {
      case Conversion.Converted c -> c.value();
      case Conversion.Failed f -> {
        wrong(name, "is not suitable: " + f.reason() + ".");
        yield null;
      }
    };
  }
}
