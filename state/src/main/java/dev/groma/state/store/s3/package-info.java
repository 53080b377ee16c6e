/// States in a bucket of an object store that speaks the protocol of S3. Start at
/// [S3BackendFactory].
@NullMarked
package dev.groma.state.store.s3;

import org.jspecify.annotations.NullMarked;
