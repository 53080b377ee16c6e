/// What a resource accepts and how each attribute may change. Start with `Schema`.
@NullMarked
package dev.groma.schemas.schema;

import org.jspecify.annotations.NullMarked;
