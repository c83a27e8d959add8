/** Runs workloads in real time, as processes. */
@NullMarked
package org.interleave.execution;

import org.jspecify.annotations.NullMarked;
