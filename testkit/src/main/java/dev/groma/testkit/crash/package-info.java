/// The crash harness: stops a run at any point of what it keeps on disk, or takes the disk away
/// from it. Start at [FaultyStore].
@NullMarked
package dev.groma.testkit.crash;

import org.jspecify.annotations.NullMarked;
