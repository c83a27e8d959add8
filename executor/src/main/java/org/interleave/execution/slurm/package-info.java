/** Slurm through its command-line tools: jobs, their states, and the shape of the cluster. */
@NullMarked
package org.interleave.execution.slurm;

import org.jspecify.annotations.NullMarked;
