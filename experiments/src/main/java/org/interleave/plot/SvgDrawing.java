package org.interleave.plot;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Paint;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.DOMGroupManager;
import org.apache.batik.svggen.DefaultExtensionHandler;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGPaintDescriptor;
import org.apache.batik.svggen.SVGPath;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** A figure as SVG: what Batik makes of it, smaller, and with fonts that other machines have. */
final class SvgDrawing {

  private static final String SVG = "http://www.w3.org/2000/svg";
  private static final String FONTS = "Liberation Sans, Arial, Helvetica, sans-serif";
  private static final int DECIMALS = 2;

  private SvgDrawing() {}

  static byte[] bytes(Figure figure) {
    return bytes(figure, 1);
  }

  /**
   * A figure in SVG.
   *
   * @param size CSS pixels for each of the figure's
   */
  static byte[] bytes(Figure figure, double size) {
    try {
      Document document =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .getDOMImplementation()
              .createDocument(SVG, "svg", null);
      SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
      context.setPrecision(DECIMALS);
      context.setComment("");
      context.setExtensionHandler(new Patterns());
      Page g = new Page(context);
      g.setSVGCanvasSize(new Dimension(figure.width(), figure.height()));
      FigureWriter.prepare(g);
      figure.draw(g);
      Element root = g.getRoot();
      root.setAttribute("viewBox", "0 0 " + figure.width() + " " + figure.height());
      if (size != 1) {
        root.setAttribute("width", millimetres(figure.width() * size));
        root.setAttribute("height", millimetres(figure.height() * size));
      }
      tidy(root);
      return serialized(root);
    } catch (ParserConfigurationException | TransformerException e) {
      throw new IllegalStateException("this Java can't write XML", e);
    }
  }

  private static String millimetres(double pixels) {
    return String.format(Locale.ROOT, "%.2fmm", pixels * 25.4 / 96);
  }

  private static void tidy(Element element) {
    if (element.hasAttribute("font-family")) {
      element.setAttribute("font-family", FONTS);
    }
    if (element.hasAttribute("d")) {
      element.setAttribute("d", compact(element.getAttribute("d")));
    }
    if (element.getTagName().equals("text")) {
      return;
    }
    List<Node> children = new ArrayList<>();
    for (Node n = element.getFirstChild(); n != null; n = n.getNextSibling()) {
      children.add(n);
    }
    for (Node child : children) {
      if (child instanceof Element e) {
        element.insertBefore(element.getOwnerDocument().createTextNode("\n"), e);
        tidy(e);
      } else {
        element.removeChild(child);
      }
    }
  }

  /** Writes lines along an axis as such: steps take less than half of the room. */
  static String compact(String path) {
    StringBuilder compact = new StringBuilder(path.length() / 2);
    String x = "";
    String y = "";
    String[] tokens = path.trim().split(" +", -1);
    for (int i = 0; i < tokens.length; i++) {
      String token = tokens[i];
      char command = token.isEmpty() ? ' ' : token.charAt(0);
      if (command == 'Z') {
        compact.append('Z');
        x = "";
        y = "";
      } else if ((command == 'M' || command == 'L') && i + 1 < tokens.length) {
        String newX = token.substring(1);
        String newY = tokens[++i];
        if (command == 'M' || !(newX.equals(x) || newY.equals(y))) {
          compact.append(command).append(newX).append(' ').append(newY);
        } else if (!newY.equals(y)) {
          compact.append('V').append(newY);
        } else if (!newX.equals(x)) {
          compact.append('H').append(newX);
        }
        x = newX;
        y = newY;
      } else {
        return path;
      }
    }
    return compact.toString();
  }

  private static byte[] serialized(Element root) throws TransformerException {
    Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
    transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
    transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
    transformer.setOutputProperty(OutputKeys.INDENT, "no");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".getBytes(StandardCharsets.UTF_8));
    transformer.transform(new DOMSource(root), new StreamResult(out));
    out.write('\n');
    return out.toByteArray();
  }

  /** Batik neither anchors text nor sees that a font is bold which was read from a file. */
  private static final class Page extends SVGGraphics2D implements Text.Anchored {

    Page(SVGGeneratorContext context) {
      super(context, false);
    }

    @Override
    public void drawString(String text, float x, float y) {
      drawString(text, x, y, 0);
    }

    @Override
    public void drawString(String text, double x, double y, double anchor) {
      Element element = getDOMFactory().createElementNS(SVG, "text");
      element.setAttribute("x", getGeneratorContext().doubleString(x));
      element.setAttribute("y", getGeneratorContext().doubleString(y));
      if (anchor > 0) {
        element.setAttribute("text-anchor", anchor < 1 ? "middle" : "end");
      }
      if (getFont().getFontName(Locale.ROOT).contains("Bold")) {
        element.setAttribute("font-weight", "bold");
      }
      element.appendChild(getDOMFactory().createTextNode(text));
      domGroupManager.addElement(element, DOMGroupManager.FILL);
    }
  }

  /** Hatches as patterns of lines. */
  private static final class Patterns extends DefaultExtensionHandler {

    @Override
    public SVGPaintDescriptor handlePaint(Paint paint, SVGGeneratorContext context) {
      if (!(paint instanceof Hatch hatch)) {
        return super.handlePaint(paint, context);
      }
      Document document = context.getDOMFactory();
      Element pattern = document.createElementNS(SVG, "pattern");
      String id = context.getIDGenerator().generateID("pattern");
      String side = Integer.toString(Hatch.TILE);
      pattern.setAttribute("id", id);
      pattern.setAttribute("patternUnits", "userSpaceOnUse");
      pattern.setAttribute("width", side);
      pattern.setAttribute("height", side);
      Element ground = document.createElementNS(SVG, "rect");
      ground.setAttribute("width", side);
      ground.setAttribute("height", side);
      ground.setAttribute("fill", hex(hatch.ground()));
      ground.setAttribute("stroke", "none");
      Element lines = document.createElementNS(SVG, "path");
      lines.setAttribute("d", SVGPath.toSVGPathData(hatch.tile(), context));
      lines.setAttribute("stroke", hex(hatch.stripes()));
      lines.setAttribute("stroke-width", Float.toString(Hatch.STRIPE_WIDTH));
      pattern.appendChild(ground);
      pattern.appendChild(lines);
      return new SVGPaintDescriptor("url(#" + id + ")", "1", pattern);
    }

    private static String hex(Color color) {
      return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xFFFFFF);
    }
  }
}
