/// Messages to the user with place, reason and remedy. Start with `Diagnostic`.
@NullMarked
package dev.groma.schemas.diag;

import org.jspecify.annotations.NullMarked;
