/** Batch parameter sweeps: points, their simulation, and what they tell. */
@NullMarked
package org.interleave.sweep;

import org.jspecify.annotations.NullMarked;
