/// The declarative resource-spec model: loader, lint rules and compiler.
@NullMarked
package dev.groma.providers.driver.spec;

import org.jspecify.annotations.NullMarked;
