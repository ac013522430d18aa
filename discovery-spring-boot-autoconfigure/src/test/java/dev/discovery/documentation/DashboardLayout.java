package dev.discovery.documentation;

import tools.jackson.databind.JsonNode;

/**
 * Where the panels of a Grafana dashboard are and what they are called, drawn from its
 * JSON. It is no screenshot: it has no data, and Grafana has no part in it.
 */
final class DashboardLayout {

	private static final double LEFT = 24;

	private static final double TOP = 56;

	/** Grafana's grid has 24 columns. */
	private static final double COLUMN = (Drawing.WIDTH - 2 * LEFT) / 24;

	private static final double LINE = 7;

	private static final double GAP = 4;

	private final Drawing drawing;

	DashboardLayout(JsonNode dashboard, String title, String description) {
		JsonNode panels = dashboard.get("panels");
		int lines = panels.valueStream()
			.map((panel) -> panel.get("gridPos"))
			.mapToInt((place) -> place.get("y").asInt() + lines(place))
			.max()
			.orElse(0);
		this.drawing = new Drawing((int) (TOP + lines * LINE + 12), title, description);
		panels.valueStream().forEach(this::draw);
	}

	private static int lines(JsonNode place) {
		return place.get("h").asInt();
	}

	private void draw(JsonNode panel) {
		JsonNode place = panel.get("gridPos");
		double x = LEFT + place.get("x").asInt() * COLUMN;
		double y = TOP + place.get("y").asInt() * LINE;
		String title = panel.get("title").asString();
		if (panel.get("type").asString().equals("row")) {
			this.drawing.text(x, y + LINE - 1, "start", "bold", title);
			return;
		}
		double width = place.get("w").asInt() * COLUMN - GAP;
		double height = lines(place) * LINE - 5 * GAP;
		this.drawing.frame(x, y + 2 * GAP, width, height);
		this.drawing.text(x + width / 2, y + 2 * GAP + height / 2 + 5, "middle", "normal", title);
	}

	String svg() {
		return this.drawing.svg();
	}

}
