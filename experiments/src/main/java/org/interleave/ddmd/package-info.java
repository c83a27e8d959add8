/**
 * A small DeepDriveMD of our own: molecular dynamics of a toy protein, steered by an autoencoder.
 * Every task is a process that really computes, and each iteration starts where the one before
 * found something new. It is what predictions are held against when tasks are not {@code sleep}.
 */
@NullMarked
package org.interleave.ddmd;

import org.jspecify.annotations.NullMarked;
