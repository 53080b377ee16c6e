/// Tests of the certificate checks, with a CA of their own.
@NullMarked
package dev.groma.providers.huaweicloud.gm;

import org.jspecify.annotations.NullMarked;
