/** How long tasks take: the offered families of execution times. */
@NullMarked
package org.interleave.duration;

import org.jspecify.annotations.NullMarked;
