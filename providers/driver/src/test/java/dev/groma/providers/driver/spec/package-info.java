/// Tests of the spec language.
@NullMarked
package dev.groma.providers.driver.spec;

import org.jspecify.annotations.NullMarked;
