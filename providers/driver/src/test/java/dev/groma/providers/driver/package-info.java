/// Tests of the interpreter against a server that answers what each test says.
@NullMarked
package dev.groma.providers.driver;

import org.jspecify.annotations.NullMarked;
