/// Alibaba Cloud and Apsara Stack as data: specs, signature, errors, and where credentials come
/// from. Start at [AlicloudFactory].
@NullMarked
package dev.groma.providers.alicloud;

import org.jspecify.annotations.NullMarked;
