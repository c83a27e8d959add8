/** Real runs of a specification, in a folder from which they can be resumed. */
@NullMarked
package org.interleave.runs;

import org.jspecify.annotations.NullMarked;
