package dev.discovery.documentation;

import java.util.Locale;

/**
 * A picture with a background of its own, so that it can be read in light and dark mode.
 * The same drawing gives the same text, byte by byte.
 */
final class Drawing {

	static final int WIDTH = 760;

	private static final String[] COLOURS = { "#1d4ed8", "#c2410c", "#047857", "#7e22ce" };

	private final StringBuilder body = new StringBuilder();

	private final int height;

	private final String title;

	private final String description;

	Drawing(int height, String title, String description) {
		this.height = height;
		this.title = title;
		this.description = description;
		text(24, 34, "start", "bold", title);
	}

	static String colour(int series) {
		return COLOURS[series % COLOURS.length];
	}

	void line(double x1, double y1, double x2, double y2) {
		this.body.append(
				format("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#d4d4d8\"/>%n", x1, y1, x2, y2));
	}

	void bar(double x, double y, double width, double height, int series) {
		this.body.append(format("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\" fill=\"%s\"/>%n",
				x, y, width, height, colour(series)));
	}

	void frame(double x, double y, double width, double height) {
		this.body.append(format("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"3\" fill=\"#fafafa\""
				+ " stroke=\"#d4d4d8\"/>%n", x, y, width, height));
	}

	void path(double[] x, double[] y, int series) {
		StringBuilder points = new StringBuilder();
		for (int i = 0; i < x.length; i++) {
			points.append((i == 0) ? "" : " ").append(format("%.1f,%.1f", x[i], y[i]));
		}
		this.body.append(format(
				"<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\""
						+ " stroke-linejoin=\"round\"%s/>%n",
				points, colour(series), (series == 0) ? "" : " stroke-dasharray=\"" + (10 - 2 * series) + " 4\""));
	}

	void text(double x, double y, String anchor, String weight, String text) {
		this.body.append(format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-weight=\"%s\">%s</text>%n", x, y,
				anchor, weight, escaped(text)));
	}

	void upright(double x, double y, String text) {
		this.body
			.append(format("<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>%n", x,
					y, escaped(text)));
	}

	String svg() {
		return format("""
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" \
				font-family="system-ui, sans-serif" font-size="14" fill="#27272a">
				<title>%3$s</title>
				<desc>%4$s</desc>
				<rect x="0.5" y="0.5" width="%5$d.0" height="%6$d.0" rx="8" fill="#ffffff" stroke="#d4d4d8"/>
				%7$s</svg>
				""", WIDTH, this.height, escaped(this.title), escaped(this.description), WIDTH - 1, this.height - 1,
				this.body);
	}

	private static String format(String format, Object... values) {
		return String.format(Locale.ROOT, format, values).replace("\r\n", "\n");
	}

	private static String escaped(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;");
	}

}
