package dev.discovery.documentation;

import java.util.List;

/**
 * Several values of each of several things, beside each other. As long as their
 * logarithms, since what is to be seen differs by tens.
 */
public final class BarChart {

	private static final double LEFT = 230;

	private static final double RIGHT = Drawing.WIDTH - 100;

	private static final double TOP = 84;

	private static final double BAR = 15;

	private final List<String> series;

	private final String unit;

	private final double most;

	private final Drawing drawing;

	private final int rows;

	private double next = TOP;

	/**
	 * Begins one.
	 * @param title what it shows
	 * @param description what is to be seen, for those who can't
	 * @param series what the values of each row are
	 * @param unit what they are counted in
	 * @param most the most that any can be
	 * @param rows how many rows there will be
	 */
	public BarChart(String title, String description, List<String> series, String unit, double most, int rows) {
		this.series = series;
		this.unit = unit;
		this.most = most;
		this.rows = rows;
		this.drawing = new Drawing((int) (TOP + rows * row() + 34), title, description);
		legend();
	}

	private void legend() {
		double x = LEFT;
		for (int i = 0; i < this.series.size(); i++) {
			this.drawing.bar(x, 51, 14, 14, i);
			this.drawing.text(x + 20, 63, "start", "normal", this.series.get(i));
			x += 50 + 7.5 * this.series.get(i).length();
		}
		for (double tick = 1; tick <= this.most; tick *= 10) {
			this.drawing.line(LEFT + length(tick), TOP - 6, LEFT + length(tick), TOP + this.rows * row());
			this.drawing.text(LEFT + length(tick), TOP + this.rows * row() + 18, "middle", "normal",
					String.valueOf((long) tick));
		}
	}

	private double row() {
		return this.series.size() * (BAR + 2) + 12;
	}

	private double length(double value) {
		return (RIGHT - LEFT) * Math.log10(Math.max(1, value)) / Math.log10(this.most);
	}

	/**
	 * Adds a row.
	 * @param name what it is about
	 * @param values one of each series, whole numbers
	 */
	public void row(String name, long... values) {
		this.drawing.text(LEFT - 12, this.next + row() / 2 - 2, "end", "normal", name);
		for (int i = 0; i < values.length; i++) {
			double y = this.next + i * (BAR + 2);
			this.drawing.bar(LEFT, y, length(values[i]), BAR, i);
			this.drawing.text(LEFT + length(values[i]) + 6, y + 12, "start", "normal", values[i] + " " + this.unit);
		}
		this.next += row();
	}

	/**
	 * Draws it.
	 * @return the picture
	 */
	public String svg() {
		return this.drawing.svg();
	}

}
