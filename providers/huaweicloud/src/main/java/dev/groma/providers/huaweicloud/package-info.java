/// Huawei Cloud as data: its specs, signatures, tokens and errors, and in Java what specs cannot
/// say. Start at [HuaweiCloudFactory].
@NullMarked
package dev.groma.providers.huaweicloud;

import org.jspecify.annotations.NullMarked;
