/// Benchmarks of the expression language and of reading configurations; start with
/// [dev.groma.bench.ExpressionBenchmark]. `bench/jmh.sh` runs them.
@NullMarked
package dev.groma.bench;

import org.jspecify.annotations.NullMarked;
