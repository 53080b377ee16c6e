/// Kingsoft Cloud as data: its specs, signatures and errors. Start at [KsyunFactory].
@NullMarked
package dev.groma.providers.ksyun;

import org.jspecify.annotations.NullMarked;
