/// Interprets compiled resource specs over HTTP: signing, paging, waiting, retry.
@NullMarked
package dev.groma.providers.driver;

import org.jspecify.annotations.NullMarked;
