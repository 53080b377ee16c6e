/// The emulator seen from outside, over real HTTP. Start with `EmulatedCloud`, the fixture of all
/// tests here.
@NullMarked
package dev.groma.providers.emulator;

import org.jspecify.annotations.NullMarked;
