/** Runs task sets as job arrays of Slurm's, which waits, places and starts by itself. */
@NullMarked
package org.interleave.execution.slurm.jobs;

import org.jspecify.annotations.NullMarked;
