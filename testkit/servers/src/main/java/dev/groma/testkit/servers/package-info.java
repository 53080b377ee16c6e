/// Servers that keep states, for tests: a real PostgreSQL, and a strict double of an object store.
/// Nothing here knows of the code that is tested. Start at [BucketServer].
@NullMarked
package dev.groma.testkit.servers;

import org.jspecify.annotations.NullMarked;
