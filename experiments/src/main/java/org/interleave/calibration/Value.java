package org.interleave.calibration;

/**
 * A time that was observed.
 *
 * @param micros the time
 * @param run the number of the run
 * @param cluster what it shares its circumstances with: values of one cluster tell less than as
 *     many of different ones
 */
record Value(double micros, int run, String cluster) {}
