/// What is told to the user about a configuration, a run or a remote answer. Start at [Diagnostic].
@NullMarked
package dev.groma.schemas.diag;

import org.jspecify.annotations.NullMarked;
