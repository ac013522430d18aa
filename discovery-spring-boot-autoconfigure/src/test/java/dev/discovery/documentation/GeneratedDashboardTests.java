package dev.discovery.documentation;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The picture of the dashboard's layout in {@code docs/observability.md} is that of the
 * dashboard.
 */
class GeneratedDashboardTests {

	@Test
	void theLayoutIsThatOfTheDashboard() throws IOException {
		JsonNode dashboard = JsonMapper.shared()
			.readTree(Documents.read(Documents.DOCS.resolve("grafana/discovery.json")));
		String svg = new DashboardLayout(dashboard,
				"The dashboard's layout, drawn from its JSON: no data, no screenshot",
				"Its rows, and in each the titles of the panels at their places")
			.svg();
		assertThat(dashboard.get("panels").valueStream().map((panel) -> panel.get("title").asString())).isNotEmpty()
			.allMatch((title) -> svg.contains(">" + title + "<"));
		GeneratedFile.assertUpToDate("images/dashboard.svg", svg);
	}

}
