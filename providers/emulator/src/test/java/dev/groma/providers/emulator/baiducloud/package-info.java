/// The signature against Baidu's published example.
@NullMarked
package dev.groma.providers.emulator.baiducloud;

import org.jspecify.annotations.NullMarked;
