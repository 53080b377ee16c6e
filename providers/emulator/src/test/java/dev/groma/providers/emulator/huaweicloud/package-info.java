/// Tests of what the emulator's Huawei Cloud keeps to itself.
@NullMarked
package dev.groma.providers.emulator.huaweicloud;

import org.jspecify.annotations.NullMarked;
