/// Resource specs as they are written, for what is derived from them beside the driver: coverage of
/// the vendors' documents, reference pages, schemas for editors. Start at [SpecFile].
@NullMarked
package dev.groma.testkit.spec;

import org.jspecify.annotations.NullMarked;
