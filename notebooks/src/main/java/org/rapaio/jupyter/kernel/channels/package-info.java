/** Replaces a class of the kernel whose start depends on luck. */
@NullMarked
package org.rapaio.jupyter.kernel.channels;

import org.jspecify.annotations.NullMarked;
