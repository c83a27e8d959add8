/**
 * Other systems' workflows and recorded runs as specifications and traces, and the way back to
 * WfFormat.
 */
@NullMarked
package org.interleave.imports;

import org.jspecify.annotations.NullMarked;
