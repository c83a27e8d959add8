/**
 * What happened: one form of trace, one place that computes metrics from it, and a checker, for
 * simulated, executed and recorded runs alike.
 */
@NullMarked
package org.interleave.trace;

import org.jspecify.annotations.NullMarked;
