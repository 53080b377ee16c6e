/// Resources that live in the state only, such as `terraform_data`.
@NullMarked
package dev.groma.providers.builtin;

import org.jspecify.annotations.NullMarked;
