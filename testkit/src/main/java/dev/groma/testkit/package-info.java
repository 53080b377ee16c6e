/// Contracts and generators that tests of other modules share.
@NullMarked
package dev.groma.testkit;

import org.jspecify.annotations.NullMarked;
