/// Tests of the coverage of documents.
@NullMarked
package dev.groma.testkit.coverage;

import org.jspecify.annotations.NullMarked;
