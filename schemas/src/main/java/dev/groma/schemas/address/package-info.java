/// The names of modules, resources, instances and providers: parsed, printed and totally ordered.
/// Start at [InstanceAddress].
@NullMarked
package dev.groma.schemas.address;

import org.jspecify.annotations.NullMarked;
