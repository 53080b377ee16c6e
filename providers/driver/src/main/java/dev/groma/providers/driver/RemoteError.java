package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.ErrorClass;
import dev.groma.schemas.diag.Diagnostic;

/// Why a call did not give what was asked for.
///
/// @param errorClass what kind of refusal it is
/// @param effectUnknown true when the service may have done what was asked all the same
/// @param diagnostic what the user is told
record RemoteError(ErrorClass errorClass, boolean effectUnknown, Diagnostic diagnostic) {}
