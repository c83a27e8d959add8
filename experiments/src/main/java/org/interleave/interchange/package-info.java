/**
 * Files that come in and go out: traces, recorded runs of other systems, machine-readable results.
 */
@NullMarked
package org.interleave.interchange;

import org.jspecify.annotations.NullMarked;
