/** Figures. */
@NullMarked
package org.interleave.plot;

import org.jspecify.annotations.NullMarked;
