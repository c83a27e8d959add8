package org.interleave.calibration;

/**
 * One part of fitted overheads, for a table.
 *
 * @param name as in a specification, such as {@code stage-gap}
 * @param value the mean of a time, or the rate
 * @param unit {@code s}, or {@code tasks/s}
 * @param observations from how many it was found; 0 if from none, and the part is none
 * @param sd their standard deviation, 0 for fewer than two
 * @param low their 5% quantile
 * @param high their 95% quantile
 * @param form what became of them: a constant, their distribution, or none and why
 * @param meanLow the lower end of the 95% interval of the value; NaN where it can't be told
 * @param meanHigh its upper end
 * @param homogeneity whether one distribution holds in all runs
 */
public record Part(
    String name,
    double value,
    String unit,
    int observations,
    double sd,
    double low,
    double high,
    String form,
    double meanLow,
    double meanHigh,
    Homogeneity homogeneity) {}
