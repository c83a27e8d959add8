/** What Java notebooks need: a kernel that starts reliably, and pictures inline. */
@NullMarked
package org.interleave.notebooks;

import org.jspecify.annotations.NullMarked;
