/** Runs tasks on the nodes of a Slurm allocation, through one agent a node that stays there. */
@NullMarked
package org.interleave.execution.slurm.pilot;

import org.jspecify.annotations.NullMarked;
