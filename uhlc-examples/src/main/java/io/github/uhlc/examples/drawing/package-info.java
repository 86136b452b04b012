/** Drawings as SVG documents. The benchmarks compile this package too, so it uses the JDK alone. */
package io.github.uhlc.examples.drawing;
