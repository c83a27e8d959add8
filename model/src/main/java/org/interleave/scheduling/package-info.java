/**
 * What may start now, and where: the decisions that the simulator and the executor share.
 *
 * <p>A {@link org.interleave.scheduling.Plan} says which task sets are released together and after
 * which others; a {@link org.interleave.scheduling.SchedulingPolicy} orders what is ready and
 * places it; the {@link org.interleave.scheduling.Dispatcher} applies both, whoever keeps the
 * clock.
 */
@NullMarked
package org.interleave.scheduling;

import org.jspecify.annotations.NullMarked;
