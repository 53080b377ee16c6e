package dev.groma.engine.expr.function;

import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.SortedMap;

/// The functions of the built-in provider, which read and write the native syntax of the language.
final class ProviderFunctions {
  /// What the names begin with when the provider is called what it usually is.
  static final String NAMESPACE = "provider::terraform::";

  private ProviderFunctions() {}

  static List<Function> all() {
    return List.of(decodeTfvars(), encodeExpr(), encodeTfvars());
  }

  private static Parameter value(String doc) {
    return Parameter.of("value", Type.DYNAMIC, doc).orUnknown().orUntyped();
  }

  private static Function encodeExpr() {
    return Function.of(NAMESPACE + "encode_expr", Type.STRING)
        .doc("A value as an expression of the configuration language.")
        .with(value(""))
        .does((a, _) ->
            a.getFirst().isWhollyKnown()
                ? Value.of(HclText.expression(a.getFirst()))
                : new Value.Unknown(Type.STRING, Refinement.NOT_NULL));
  }

  private static Function encodeTfvars() {
    return Function.of(NAMESPACE + "encode_tfvars", Type.STRING)
        .doc("An object as the text of a variable definitions file (`.tfvars`).")
        .with(value("An object whose attributes are the variables."))
        .does((a, _) -> {
          Value value = a.getFirst();
          if (!value.isKnown() && value.type() instanceof Type.Dynamic) {
            return Value.unknown(Type.STRING);
          }
          if (!(value.type() instanceof Type.ObjectType)
              && !(value.type() instanceof Type.MapType)) {
            throw new FunctionFailure(
                "invalid value to encode: must be an object whose attribute names will become the"
                    + " encoded variable names");
          }
          return value.isWhollyKnown()
              ? Value.of(HclText.definitions(checked(Values.entries(value))))
              : Value.unknown(Type.STRING);
        });
  }

  private static SortedMap<String, Value> checked(SortedMap<String, Value> variables) {
    for (String name : variables.keySet()) {
      if (!Identifiers.isValid(name)) {
        throw new FunctionFailure(
            "invalid variable name "
                + Values.quote(name)
                + ": must be a valid identifier, per Terraform's rules for input variable"
                + " declarations");
      }
    }
    return variables;
  }

  private static Function decodeTfvars() {
    return Function.of(NAMESPACE + "decode_tfvars", Type.DYNAMIC)
        .doc("The variables that the text of a variable definitions file (`.tfvars`) defines.")
        .with("src", Type.STRING, "The text.")
        .does((a, c) ->
            switch (c.renderer()
                .definitions(Values.text(a.getFirst()), "<decode_tfvars argument>")) {
              case FunctionResult.Returned r -> r.value();
              case FunctionResult.Failed f -> throw new FunctionFailure(f.message());
            });
  }
}
