/// States in a PostgreSQL database. Start at [PgBackendFactory].
@NullMarked
package dev.groma.state.store.pg;

import org.jspecify.annotations.NullMarked;
