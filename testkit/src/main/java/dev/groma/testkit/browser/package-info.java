/// A real browser for tests of pages: start at [dev.groma.testkit.browser.Browser].
@NullMarked
package dev.groma.testkit.browser;

import org.jspecify.annotations.NullMarked;
