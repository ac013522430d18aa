package dev.discovery.documentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How one thing goes with another.
 */
public final class LineChart {

	private static final double LEFT = 78;

	private static final double RIGHT = Drawing.WIDTH - 28;

	private static final double TOP = 84;

	private static final double BOTTOM = 340;

	private final Drawing drawing;

	private final Axis x;

	private final Axis y;

	private final List<Runnable> lines = new ArrayList<>();

	private double legend = LEFT;

	/**
	 * Begins one.
	 * @param title what it shows
	 * @param description what is to be seen, for those who can't
	 * @param x from left to right
	 * @param y from below
	 */
	public LineChart(String title, String description, Axis x, Axis y) {
		this.drawing = new Drawing(400, title, description);
		this.x = x;
		this.y = y;
	}

	/**
	 * Adds a line.
	 * @param name what it stands for
	 * @param xs its points from left to right
	 * @param ys how high each is
	 * @return this
	 */
	public LineChart line(String name, double[] xs, double[] ys) {
		int series = this.lines.size();
		double begin = this.legend;
		this.legend += 60 + 7.5 * name.length();
		this.lines.add(() -> {
			this.drawing.path(new double[] { begin, begin + 26 }, new double[] { 57, 57 }, series);
			this.drawing.text(begin + 32, 62, "start", "normal", name);
			this.drawing.path(Arrays.stream(xs).map((value) -> this.x.at(value, LEFT, RIGHT)).toArray(),
					Arrays.stream(ys).map((value) -> this.y.at(value, BOTTOM, TOP)).toArray(), series);
		});
		return this;
	}

	/**
	 * Draws it.
	 * @return the picture
	 */
	public String svg() {
		for (double tick : this.y.ticks()) {
			double height = this.y.at(tick, BOTTOM, TOP);
			this.drawing.line(LEFT, height, RIGHT, height);
			this.drawing.text(LEFT - 10, height + 5, "end", "normal", Axis.label(tick));
		}
		for (double tick : this.x.ticks()) {
			this.drawing.text(this.x.at(tick, LEFT, RIGHT), BOTTOM + 22, "middle", "normal", Axis.label(tick));
		}
		this.drawing.text((LEFT + RIGHT) / 2, BOTTOM + 46, "middle", "normal", this.x.name());
		this.drawing.upright(26, (TOP + BOTTOM) / 2, this.y.name());
		this.lines.forEach(Runnable::run);
		return this.drawing.svg();
	}

	/**
	 * One direction: the first tick is where it begins, the last where it ends.
	 *
	 * @param name what is counted, and in what
	 * @param ticks the values that are written beside it
	 */
	public record Axis(String name, double... ticks) {

		double at(double value, double begin, double end) {
			double first = this.ticks[0];
			return begin + (end - begin) * (value - first) / (this.ticks[this.ticks.length - 1] - first);
		}

		static String label(double tick) {
			return (tick == Math.rint(tick)) ? String.valueOf((long) tick) : String.valueOf(tick);
		}

	}

}
