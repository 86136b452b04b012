/**
 * Timestamps in all their forms, read and made.
 *
 * <p>{@code Recognizer} finds out which {@code Form} a text has and makes a {@code Reading} of it.
 * {@code Inspection} takes readings one by one, from arguments or lines, and shows them in a {@code
 * View}, to people or as JSON. {@code GenerateCommand} stamps, and writes in any form.
 */
package io.github.uhlc.examples.inspect;
