/** Why a run takes as long as it does, and what would change that. */
@NullMarked
package org.interleave.explain;

import org.jspecify.annotations.NullMarked;
