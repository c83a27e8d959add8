/** Overheads of a system, found from runs on it. */
@NullMarked
package org.interleave.calibration;

import org.jspecify.annotations.NullMarked;
