/** A client of timestamp oracles that speak {@code tsoracle.v1}, this project's or others. */
package io.github.uhlc.oracle.client;
