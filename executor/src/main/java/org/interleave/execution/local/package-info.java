/** Tasks as processes of this machine, and as functions of this program. */
@NullMarked
package org.interleave.execution.local;

import org.jspecify.annotations.NullMarked;
