package org.interleave.paper;

/**
 * What the paper's authors measured in one run.
 *
 * @param ttxSeconds as Table III prints it, or as the recorded profile gives it
 * @param spanSeconds from the first start to the last stop of a task, from the recorded profiles;
 *     NaN where it is not known
 */
record MeasuredRun(double ttxSeconds, double spanSeconds) {}
