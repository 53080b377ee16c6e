/// HTTP as stores need it: requests that are repeated, and answers that may be lost. Start at
/// [Web].
@NullMarked
package dev.groma.state.store.web;

import org.jspecify.annotations.NullMarked;
