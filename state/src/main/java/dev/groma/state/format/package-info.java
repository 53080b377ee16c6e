/// States as text in the format version 4, as Terraform 1.11 writes it. Start at [StateReader] and
/// [StateWriter].
@NullMarked
package dev.groma.state.format;

import org.jspecify.annotations.NullMarked;
