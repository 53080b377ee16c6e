/// Baidu AI Cloud: signer, credentials and hooks; the resources are specs under `resources/`.
@NullMarked
package dev.groma.providers.baiducloud;

import org.jspecify.annotations.NullMarked;
