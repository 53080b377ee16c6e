/// Tests of the vectors that the vendor has published.
@NullMarked
package dev.groma.providers.emulator.alicloud;

import org.jspecify.annotations.NullMarked;
