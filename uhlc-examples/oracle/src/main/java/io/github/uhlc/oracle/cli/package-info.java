/** The command line: {@code serve}, {@code init} and {@code get}. */
package io.github.uhlc.oracle.cli;
