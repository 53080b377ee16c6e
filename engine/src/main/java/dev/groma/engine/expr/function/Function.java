package dev.groma.engine.expr.function;

import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A function of the expression language.
///
/// [#apply] takes arguments as they were written and does everything that all functions have in
/// common, in this order: conversion to the parameter types, refusal of nulls, unknown results for
/// unknown arguments, and marks. The number of arguments is the caller's to check
/// ([#requiredArguments], [#variadic]).
public final class Function {
  private static final String HUSHED =
      "an argument is sensitive or ephemeral, so the reason is not shown";

  /// What a function does with converted arguments; refuses with a [FunctionFailure].
  interface Body {
    Value call(List<Value> arguments, FunctionContext context);
  }

  /// Tells the type of the result from the arguments; refuses with a [FunctionFailure].
  interface Typing {
    Type of(List<Value> arguments);
  }

  /// Tells what is known of a result that is not known itself.
  interface Knowing {
    Refinement of(List<Value> arguments);
  }

  private final String name;
  private final String doc;
  private final List<Parameter> parameters;
  private final @Nullable Parameter variadic;
  private final Type declaredType;
  private final Typing typing;
  private final Knowing knowing;
  private final Body body;

  private Function(
      String name,
      String doc,
      List<Parameter> parameters,
      @Nullable Parameter variadic,
      Type declaredType,
      Typing typing,
      Knowing knowing,
      Body body) {
    this.name = name;
    this.doc = doc;
    this.parameters = List.copyOf(parameters);
    this.variadic = variadic;
    this.declaredType = declaredType;
    this.typing = typing;
    this.knowing = knowing;
    this.body = body;
  }

  /// A function whose result always has the type `result` and is never null; it still needs
  /// parameters ([#with]), documentation and a body.
  static Function of(String name, Type result) {
    return new Function(
        name,
        "",
        List.of(),
        null,
        result,
        _ -> result,
        _ -> Refinement.NOT_NULL,
        (_, _) -> {
          throw new IllegalStateException("function " + name + " has no body");
        });
  }

  Function doc(String text) {
    return new Function(name, text, parameters, variadic, declaredType, typing, knowing, body);
  }

  Function with(Parameter parameter) {
    List<Parameter> more = new ArrayList<>(parameters);
    more.add(parameter);
    return new Function(name, doc, more, variadic, declaredType, typing, knowing, body);
  }

  Function with(String parameter, Type type, String parameterDoc) {
    return with(Parameter.of(parameter, type, parameterDoc));
  }

  Function then(Parameter repeated) {
    return new Function(name, doc, parameters, repeated, declaredType, typing, knowing, body);
  }

  Function then(String repeated, Type type, String parameterDoc) {
    return then(Parameter.of(repeated, type, parameterDoc));
  }

  /// With a result type that depends on the arguments, and with a result that may be null.
  Function typed(Typing byArguments) {
    return new Function(name, doc, parameters, variadic, declaredType, byArguments, knowing, body);
  }

  Function maybeNull() {
    return new Function(
        name, doc, parameters, variadic, declaredType, typing, _ -> Refinement.NONE, body);
  }

  /// With more known of results that are not known themselves than that they are not null.
  Function knowing(Knowing byArguments) {
    return new Function(name, doc, parameters, variadic, declaredType, typing, byArguments, body);
  }

  Function does(Body implementation) {
    return new Function(
        name, doc, parameters, variadic, declaredType, typing, knowing, implementation);
  }

  /// The name by which it is called, without a namespace for the functions of the language itself.
  public String name() {
    return name;
  }

  /// What it does, in English, one sentence or a few.
  public String doc() {
    return doc;
  }

  /// The parameters that must all be given.
  public List<Parameter> parameters() {
    return parameters;
  }

  /// The parameter that stands for any number of further arguments, if there is one.
  public @Nullable Parameter variadic() {
    return variadic;
  }

  /// The type of the result as far as it is the same for all arguments.
  public Type declaredType() {
    return declaredType;
  }

  /// How many arguments must be given at least.
  public int requiredArguments() {
    return parameters.size();
  }

  /// The parameter that takes the argument at `position`, from zero.
  ///
  /// @throws IllegalArgumentException when the function takes fewer arguments
  public Parameter parameter(int position) {
    if (position < parameters.size()) {
      return parameters.get(position);
    }
    if (variadic == null) {
      throw new IllegalArgumentException(name + " has no parameter " + position);
    }
    return variadic;
  }

  /// The result type for converted `arguments`, some of which may be unknown.
  public Type returnType(List<Value> arguments) {
    try {
      return typing.of(arguments);
    } catch (FunctionFailure _) {
      return Type.DYNAMIC;
    }
  }

  /// Calls the function with arguments as they come from an expression.
  public FunctionResult apply(List<Value> arguments, FunctionContext context) {
    try {
      List<Value> converted = new ArrayList<>(arguments.size());
      for (int i = 0; i < arguments.size(); i++) {
        converted.add(convert(arguments.get(i), i));
      }
      return new FunctionResult.Returned(applyConverted(converted, context));
    } catch (FunctionFailure failure) {
      return failure.result();
    }
  }

  /// Calls the function with arguments that are already converted, known where the parameter says
  /// so, and unmarked where the parameter says so.
  public FunctionResult call(List<Value> arguments, FunctionContext context) {
    try {
      return new FunctionResult.Returned(body.call(arguments, context));
    } catch (FunctionFailure failure) {
      return failure.result();
    }
  }

  private Value convert(Value argument, int position) {
    return switch (Conversion.convert(argument, parameter(position).type())) {
      case Conversion.Converted c -> c.value();
      case Conversion.Failed f -> throw new FunctionFailure(position, Values.reason(f, argument));
    };
  }

  private Value applyConverted(List<Value> arguments, FunctionContext context) {
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    List<Value> plain = new ArrayList<>(arguments.size());
    boolean unknown = false;
    boolean untyped = false;
    for (int i = 0; i < arguments.size(); i++) {
      Parameter parameter = parameter(i);
      Value argument = arguments.get(i);
      if (argument.isNull() && !parameter.allowNull()) {
        throw new FunctionFailure(i, "argument must not be null");
      }
      if (!parameter.allowMarked()) {
        marks.addAll(argument.marksDeep());
        argument = argument.unmarkDeep();
      }
      unknown |= !argument.isKnown() && !parameter.allowUnknown();
      untyped |= argument.type() instanceof Type.Dynamic && !parameter.allowUntyped();
      plain.add(argument);
    }
    if (untyped) {
      return Value.unknown(Type.DYNAMIC).mark(marks);
    }
    try {
      Type type = typing.of(plain);
      Value result = unknown ? Value.unknown(type) : body.call(plain, context);
      return refine(result, plain).mark(marks);
    } catch (FunctionFailure failure) {
      // What must not be shown is not shown by a refusal either.
      throw marks.isEmpty() ? failure : new FunctionFailure(failure.result().argument(), HUSHED);
    }
  }

  private Value refine(Value result, List<Value> arguments) {
    return result.unmark() instanceof Value.Unknown u
            && u.refinement().equals(Refinement.NONE)
            && !(u.type() instanceof Type.Dynamic)
        ? knowing.of(arguments).value(u.type()).mark(result.marks())
        : result;
  }
}
