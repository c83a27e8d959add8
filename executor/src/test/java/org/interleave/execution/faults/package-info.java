/** File systems that fail where a test wants them to. */
@NullMarked
package org.interleave.execution.faults;

import org.jspecify.annotations.NullMarked;
