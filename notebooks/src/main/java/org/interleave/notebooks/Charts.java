package org.interleave.notebooks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.interleave.plot.Fonts;
import org.interleave.plot.Palette;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.category.StatisticalBarRenderer;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.statistics.HistogramDataset;
import org.jfree.data.statistics.StatisticalCategoryDataset;
import org.jfree.data.xy.XYDataset;

/** JFreeChart's charts in the font and the colours of the figures. */
public final class Charts {

  private static final Color GRID = new Color(0xDDDDDD);
  private static final Color INK = new Color(0x1A1A1A);
  private static final BasicStroke LINE = new BasicStroke(1.8f);

  private Charts() {}

  /** Groups of bars, one colour a series. */
  public static JFreeChart bars(String title, String values, CategoryDataset data) {
    JFreeChart chart =
        ChartFactory.createBarChart(
            title, null, values, data, PlotOrientation.VERTICAL, true, false, false);
    BarRenderer renderer = new BarRenderer();
    renderer.setItemMargin(0.05);
    return bars(chart, renderer);
  }

  /** Lying bars, each with its interval. */
  public static JFreeChart intervals(String title, String values, StatisticalCategoryDataset data) {
    JFreeChart chart =
        ChartFactory.createBarChart(
            title, null, values, data, PlotOrientation.HORIZONTAL, false, false, false);
    StatisticalBarRenderer renderer = new StatisticalBarRenderer();
    renderer.setErrorIndicatorPaint(INK);
    chart.getCategoryPlot().setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
    chart.getCategoryPlot().getDomainAxis().setMaximumCategoryLabelWidthRatio(0.45f);
    return bars(chart, renderer);
  }

  private static JFreeChart bars(JFreeChart chart, BarRenderer renderer) {
    Fonts.install();
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setDrawBarOutline(false);
    CategoryPlot plot = chart.getCategoryPlot();
    plot.setRenderer(renderer);
    for (int s = 0; s < Palette.COLORS.size(); s++) {
      renderer.setSeriesPaint(s, Palette.COLORS.get(s));
    }
    plot.setRangeGridlinePaint(GRID);
    plot.setRangeZeroBaselineVisible(true);
    plot.getDomainAxis().setTickLabelFont(Fonts.regular(11));
    plot.getDomainAxis().setMaximumCategoryLabelLines(3);
    style((NumberAxis) plot.getRangeAxis());
    return style(chart, plot);
  }

  /**
   * How often values fall where, with a line at their mean.
   *
   * @param bins the number of bars
   */
  public static JFreeChart histogram(String title, String values, double[] observed, int bins) {
    Fonts.install();
    HistogramDataset data = new HistogramDataset();
    data.addSeries(values, observed, bins);
    JFreeChart chart =
        ChartFactory.createHistogram(
            title, values, "replications", data, PlotOrientation.VERTICAL, false, false, false);
    XYPlot plot = chart.getXYPlot();
    XYBarRenderer renderer = (XYBarRenderer) plot.getRenderer();
    renderer.setBarPainter(new StandardXYBarPainter());
    renderer.setShadowVisible(false);
    renderer.setMargin(0.05);
    renderer.setSeriesPaint(0, Palette.COLORS.get(0));
    double mean = java.util.Arrays.stream(observed).average().orElse(0);
    plot.addDomainMarker(new ValueMarker(mean, Palette.COLORS.get(5), LINE));
    return style(chart, plot);
  }

  /** Lines through points, one colour a series. */
  public static JFreeChart lines(String title, String x, String y, XYDataset data) {
    Fonts.install();
    JFreeChart chart =
        ChartFactory.createXYLineChart(
            title, x, y, data, PlotOrientation.VERTICAL, true, false, false);
    XYPlot plot = chart.getXYPlot();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
    for (int s = 0; s < Palette.COLORS.size(); s++) {
      renderer.setSeriesPaint(s, Palette.COLORS.get(s));
      renderer.setSeriesStroke(s, LINE);
    }
    plot.setRenderer(renderer);
    return style(chart, plot);
  }

  private static JFreeChart style(JFreeChart chart, XYPlot plot) {
    plot.setRangeGridlinePaint(GRID);
    plot.setDomainGridlinesVisible(false);
    style((NumberAxis) plot.getDomainAxis());
    style((NumberAxis) plot.getRangeAxis());
    return style(chart, (Plot) plot);
  }

  private static void style(NumberAxis axis) {
    axis.setLabelFont(Fonts.regular(11));
    axis.setTickLabelFont(Fonts.regular(10));
    axis.setNumberFormatOverride(
        new DecimalFormat("0.####", DecimalFormatSymbols.getInstance(Locale.ROOT)));
  }

  private static JFreeChart style(JFreeChart chart, Plot plot) {
    chart.setBackgroundPaint(Color.WHITE);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlineVisible(false);
    if (chart.getTitle() != null) {
      chart.getTitle().setFont(Fonts.bold(12));
      chart.getTitle().setPaint(INK);
    }
    if (chart.getLegend() != null) {
      chart.getLegend().setItemFont(Fonts.regular(11));
      chart.getLegend().setFrame(BlockBorder.NONE);
    }
    return chart;
  }
}
