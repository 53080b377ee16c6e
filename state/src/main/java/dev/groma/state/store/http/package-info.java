/// States behind an address that speaks Terraform's HTTP protocol, such as GitLab's. Start at
/// [HttpBackendFactory].
@NullMarked
package dev.groma.state.store.http;

import org.jspecify.annotations.NullMarked;
