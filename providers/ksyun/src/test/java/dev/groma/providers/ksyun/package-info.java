/// Tests of the provider for Kingsoft Cloud. Start at LocalKsyun.
@NullMarked
package dev.groma.providers.ksyun;

import org.jspecify.annotations.NullMarked;
