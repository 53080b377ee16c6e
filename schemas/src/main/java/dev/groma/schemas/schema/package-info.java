/// What attributes and nested blocks a resource, data source or provider configuration has and how
/// each may change. Start at [Schema].
@NullMarked
package dev.groma.schemas.schema;

import org.jspecify.annotations.NullMarked;
