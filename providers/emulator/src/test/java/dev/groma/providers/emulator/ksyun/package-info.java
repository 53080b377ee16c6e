/// Tests of what the API of the emulated Kingsoft Cloud cannot show. Start with `AwsV4Test`.
@NullMarked
package dev.groma.providers.emulator.ksyun;

import org.jspecify.annotations.NullMarked;
