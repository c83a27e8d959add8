/** Runs workloads in virtual time. */
@NullMarked
package org.interleave.simulation;

import org.jspecify.annotations.NullMarked;
