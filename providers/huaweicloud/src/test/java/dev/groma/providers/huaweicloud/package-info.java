/// Tests of the provider for Huawei Cloud against the emulator.
@NullMarked
package dev.groma.providers.huaweicloud;

import org.jspecify.annotations.NullMarked;
