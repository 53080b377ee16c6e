/// Names of modules, resources, instances and providers, parsed and printed. Start with
/// `InstanceAddress`.
@NullMarked
package dev.groma.schemas.address;

import org.jspecify.annotations.NullMarked;
