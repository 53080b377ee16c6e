/// What every emulated cloud is made of, whichever vendor it plays.
///
/// Start with [Cloud]: a cloud is a name, regions, an authenticator, a router and operations over a
/// [World] of documents. [Endpoint] leads each request through the same stations: route, count,
/// faults, authenticate, perform, save.
///
/// To add a cloud: make a package beside `baiducloud`, implement [Cloud] there and name it in
/// `dev.groma.providers.emulator.Emulator`. Everything a vendor does in its own way (signature,
/// routes or `Action` parameters, JSON or XML, error bodies, rules) belongs in that package;
/// nothing of it comes here.
@NullMarked
package dev.groma.providers.emulator.cloud;

import org.jspecify.annotations.NullMarked;
