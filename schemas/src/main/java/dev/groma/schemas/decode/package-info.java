/// Reads literal values and described objects from located trees. Start at [Literals] for values of
/// a type, at [ObjectReader] for objects whose properties a program knows by name.
@NullMarked
package dev.groma.schemas.decode;

import org.jspecify.annotations.NullMarked;
