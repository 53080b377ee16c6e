/// Tests of the provider for Alibaba Cloud and Apsara Stack. Start at LocalAlicloud.
@NullMarked
package dev.groma.providers.alicloud;

import org.jspecify.annotations.NullMarked;
