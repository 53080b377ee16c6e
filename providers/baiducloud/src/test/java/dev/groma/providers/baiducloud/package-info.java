/// Tests of the provider for Baidu AI Cloud, most of them against the emulator.
@NullMarked
package dev.groma.providers.baiducloud;

import org.jspecify.annotations.NullMarked;
