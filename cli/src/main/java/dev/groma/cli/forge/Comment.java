package dev.groma.cli.forge;

/// A comment as a platform lists it.
///
/// @param id how requests name it
/// @param body its text
/// @param page where people find it; empty when the platform does not say
record Comment(String id, String body, String page) {}
