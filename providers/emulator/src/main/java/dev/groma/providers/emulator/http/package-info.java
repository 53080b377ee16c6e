/// A small HTTP/1.1 server for 127.0.0.1 that can also behave badly on request.
///
/// Start with [HttpServer] and [Handler]. It is our own, not `com.sun.net.httpserver`, for three
/// reasons. Signatures are computed over the request line and headers exactly as sent (flag
/// parameters, escaping, the port in `Host`), and a handler must see them so. A handler can answer
/// with [Cut] to reset the connection at a chosen moment. And small answers must not wait for
/// delayed acknowledgements, which the JDK's server only avoids by a property of the whole JVM.
@NullMarked
package dev.groma.providers.emulator.http;

import org.jspecify.annotations.NullMarked;
