package dev.groma.schemas.value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the one type that values of several types can all convert to: of the arms of a
/// conditional, of the elements of a list.
public final class Unification {
  private Unification() {}

  /// The type that values of all `types` can convert to, or null when there is none. Strings win
  /// over numbers and bools, collections over tuples and objects, lists over sets. [Type#DYNAMIC]
  /// fits primitive types; together with others the common type is not known either.
  public static @Nullable Type unify(Collection<Type> types) {
    List<Type> distinct = types.stream().distinct().toList();
    if (distinct.isEmpty()) {
      return Type.DYNAMIC;
    }
    if (distinct.size() == 1) {
      return distinct.getFirst();
    }
    List<Type> known = distinct.stream().filter(t -> !(t instanceof Type.Dynamic)).toList();
    if (known.stream().allMatch(Type.Primitive.class::isInstance)) {
      return known.size() == 1
          ? known.getFirst()
          : known.contains(Type.STRING) ? Type.STRING : null;
    }
    if (known.size() < distinct.size()) {
      // What is not known yet may turn out to be of a type that changes the common one.
      return Type.DYNAMIC;
    }
    if (known.stream().allMatch(Unification::isMapping)) {
      return unifyMappings(known);
    }
    return known.stream().allMatch(Unification::isSequence) ? unifySequences(known) : null;
  }

  private static boolean isMapping(Type type) {
    return type instanceof Type.MapType || type instanceof Type.ObjectType;
  }

  private static boolean isSequence(Type type) {
    return type instanceof Type.ListType
        || type instanceof Type.SetType
        || type instanceof Type.TupleType;
  }

  private static @Nullable Type unifyMappings(List<Type> types) {
    boolean objects = types.stream().allMatch(Type.ObjectType.class::isInstance);
    boolean sameNames =
        objects
            && types.stream()
                    .map(t -> ((Type.ObjectType) t).attributes().keySet())
                    .distinct()
                    .count()
                == 1;
    if (sameNames) {
      SortedMap<String, Type> attributes = new TreeMap<>(CodePointOrder.INSTANCE);
      for (String name : ((Type.ObjectType) types.getFirst()).attributes().keySet()) {
        List<Type> candidates = new ArrayList<>();
        for (Type type : types) {
          if (type instanceof Type.ObjectType object && object.attributes().containsKey(name)) {
            candidates.add(object.attributes().get(name));
          }
        }
        Type unified = unify(candidates);
        if (unified == null) {
          return null;
        }
        attributes.put(name, unified);
      }
      return Type.object(attributes);
    }
    List<Type> elements = new ArrayList<>();
    for (Type type : types) {
      switch (type) {
        case Type.MapType m -> elements.add(m.element());
        case Type.ObjectType o -> elements.addAll(o.attributes().values());
        default -> throw new IllegalStateException("not a mapping");
      }
    }
    Type unified = unify(elements);
    return unified == null ? null : Type.map(unified);
  }

  private static @Nullable Type unifySequences(List<Type> types) {
    boolean sameLength =
        types.stream().allMatch(Type.TupleType.class::isInstance)
            && types.stream().map(t -> ((Type.TupleType) t).elements().size()).distinct().count()
                == 1;
    if (sameLength) {
      List<Type> elements = new ArrayList<>();
      int length = ((Type.TupleType) types.getFirst()).elements().size();
      for (int i = 0; i < length; i++) {
        int position = i;
        Type unified =
            unify(types.stream().map(t -> ((Type.TupleType) t).elements().get(position)).toList());
        if (unified == null) {
          return null;
        }
        elements.add(unified);
      }
      return Type.tuple(elements);
    }
    boolean sets = types.stream().anyMatch(Type.SetType.class::isInstance);
    if (sets && !types.stream().allMatch(Type.SetType.class::isInstance)) {
      return mixedWithSets(types);
    }
    List<Type> elements = new ArrayList<>();
    for (Type type : types) {
      switch (type) {
        case Type.ListType l -> elements.add(l.element());
        case Type.SetType s -> elements.add(s.element());
        case Type.TupleType t -> elements.addAll(t.elements());
        default -> throw new IllegalStateException("not a sequence");
      }
    }
    Type unified = unify(elements);
    return unified == null ? null : sets ? Type.set(unified) : Type.list(unified);
  }

  /// The first of the lists, or else of the sets, that all others can convert to.
  private static @Nullable Type mixedWithSets(List<Type> types) {
    return Stream.of(Type.ListType.class, Type.SetType.class)
        .flatMap(kind -> types.stream().filter(kind::isInstance))
        .filter(target -> types.stream().allMatch(type -> Conversion.isPossible(type, target)))
        .findFirst()
        .orElse(null);
  }
}
