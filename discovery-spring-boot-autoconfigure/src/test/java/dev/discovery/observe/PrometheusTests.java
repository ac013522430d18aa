package dev.discovery.observe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.discovery.observe.Query.Match;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page on observability and the dashboard say of meters, held against a real
 * scrape of an application to which all of that has happened.
 */
class PrometheusTests {

	private static final Path DASHBOARD = Path.of("../docs/grafana/discovery.json");

	private static final Pattern LEGEND = Pattern.compile("\\{\\{(.+?)}}");

	private static final int COLUMNS = 24;

	private static final String OBSERVED = "Observed calls";

	/** Of an application whose calls are observed: all that there can be. */
	private static Scrape scrape;

	/** Of one as it is with Actuator alone. */
	private static Scrape usual;

	@BeforeAll
	static void scrape() {
		scrape = ScrapedApplication.run("discovery.observations.calls=always");
		usual = ScrapedApplication.run();
	}

	@ParameterizedTest
	@MethodSource("meters")
	void getsEveryDocumentedMeterWithItsTags(DocumentedMeter meter) {
		assertThat(scrape.names()).containsAll(meter.metrics());
		for (String metric : meter.metrics()) {
			assertThat(scrape.labels(metric)).as(metric).containsAll(meter.tags());
			assertThat(meter.values()).as(metric).containsAll(undocumented(meter, metric));
		}
	}

	/** What the last tag says in the scrape, if the page lists what it may say. */
	private static Set<String> undocumented(DocumentedMeter meter, String metric) {
		return meter.values().isEmpty() ? Set.of() : scrape.values(metric, meter.lastTag());
	}

	@Test
	void getsNoMeterThatIsNotDocumented() throws IOException {
		List<String> documented = DocumentedMeter.all().stream().flatMap((meter) -> meter.metrics().stream()).toList();
		assertThat(scrape.names()).filteredOn((name) -> name.startsWith("discovery_"))
			.map((name) -> name.replaceAll("_(sum|max)$", "_count"))
			.isSubsetOf(documented);
	}

	@Test
	void observesNoCallUnlessThereIsATracerOrSomebodyWantsIt() {
		assertThat(scrape.names()).contains("discovery_calls_seconds_count");
		assertThat(usual.names()).isNotEmpty()
			.noneMatch((name) -> name.matches("discovery_calls_(seconds|active|attempt).*"));
	}

	@Test
	void countsTheAttemptsOfAllCallsAllTheSame() {
		assertThat(usual.values("discovery_attempts_total", "outcome")).containsExactlyInAnyOrder("success", "failure");
	}

	static List<DocumentedMeter> meters() throws IOException {
		return DocumentedMeter.all();
	}

	@ParameterizedTest
	@MethodSource("usualQueries")
	void answersTheQueriesOfTheDashboardWithActuatorAlone(Query query) {
		answers(usual, query);
	}

	@ParameterizedTest
	@MethodSource("queries")
	void answersEveryQueryOfTheDashboard(Query query) {
		answers(scrape, query);
	}

	private static void answers(Scrape scrape, Query query) {
		assertThat(query.selectors()).as("metrics").isNotEmpty();
		assertThat(query.ranges()).allMatch("$__rate_interval"::equals);
		query.selectors().forEach((selector) -> {
			assertThat(scrape.names()).contains(selector.metric());
			Set<String> labels = scrape.labels(selector.metric());
			assertThat(labels).containsAll(query.by());
			for (Match match : selector.matches()) {
				assertThat(labels).contains(match.label());
				assertThat(scrape.values(selector.metric(), match.label())).containsAll(match.literals());
			}
		});
	}

	static List<Query> queries() {
		return queries(panels()).toList();
	}

	/** Those of all rows but the one for observed calls. */
	static List<Query> usualQueries() {
		List<JsonNode> panels = panels().toList();
		JsonNode row = panels.stream()
			.filter((panel) -> panel.get("title").asString().startsWith(OBSERVED))
			.findFirst()
			.orElseThrow();
		assertThat(top(row)).as("it is the last row")
			.isEqualTo(panels.stream().filter(PrometheusTests::isRow).mapToInt(PrometheusTests::top).max().orElse(0));
		return queries(panels.stream().filter((panel) -> top(panel) < top(row))).toList();
	}

	private static boolean isRow(JsonNode panel) {
		return "row".equals(panel.get("type").asString());
	}

	private static int top(JsonNode panel) {
		return panel.get("gridPos").get("y").asInt();
	}

	private static Stream<Query> queries(Stream<JsonNode> panels) {
		return targets(panels).map((target) -> new Query(target.get("expr").asString()));
	}

	@Test
	void showsInTheLegendWhatTheQueryAddsUpBy() {
		assertThat(targets(panels())).allSatisfy((target) -> {
			Query query = new Query(target.get("expr").asString());
			List<String> shown = LEGEND.matcher(target.get("legendFormat").asString())
				.results()
				.map((label) -> label.group(1))
				.toList();
			assertThat(shown).containsExactlyInAnyOrderElementsOf(query.by());
		});
	}

	@Test
	void offersTheServicesAndBackendsThatThereAre() {
		List<JsonNode> variables = elements(dashboard().get("templating").get("list")).toList();
		assertThat(variables).extracting((variable) -> variable.get("name").asString())
			.containsExactly("datasource", "backend", "service");
		assertThat(variables.get(0).get("type").asString()).isEqualTo("datasource");
		assertThat(variables.get(1).get("definition").asString())
			.isEqualTo("label_values({__name__=~\"discovery_.+\"}, backend)");
		assertThat(variables.get(2).get("definition").asString())
			.isEqualTo("label_values(discovery_lookup_seconds_count, service)");
		assertThat(scrape.values("discovery_lookup_seconds_count", "service")).contains("inventory", "payments");
	}

	@Test
	void isADashboardThatGrafanaCanLayOut() {
		JsonNode dashboard = dashboard();
		assertThat(dashboard.get("schemaVersion").asInt()).isGreaterThanOrEqualTo(36);
		assertThat(dashboard.get("title").asString()).isNotBlank();
		assertThat(dashboard.get("uid").asString()).hasSizeLessThanOrEqualTo(40);
		assertThat(panels()).extracting((panel) -> panel.get("id").asInt()).doesNotHaveDuplicates();
		Set<String> taken = new HashSet<>();
		panels().forEach((panel) -> {
			JsonNode position = panel.get("gridPos");
			int left = position.get("x").asInt();
			int top = position.get("y").asInt();
			assertThat(left + position.get("w").asInt()).isLessThanOrEqualTo(COLUMNS);
			for (int x = left; x < left + position.get("w").asInt(); x++) {
				for (int y = top; y < top + position.get("h").asInt(); y++) {
					assertThat(taken.add(x + "/" + y)).as("%s overlaps at %d/%d", panel.get("title"), x, y).isTrue();
				}
			}
		});
	}

	@Test
	void explainsEveryPanelAndAsksTheChosenDataSource() {
		assertThat(panels().filter((panel) -> !isRow(panel))).isNotEmpty().allSatisfy((panel) -> {
			assertThat(panel.get("description").asString()).as("%s", panel.get("title")).isNotBlank();
			assertThat(panel.get("datasource").get("uid").asString()).isEqualTo("${datasource}");
			assertThat(elements(panel.get("targets"))).isNotEmpty()
				.allMatch((target) -> "${datasource}".equals(target.get("datasource").get("uid").asString()))
				.extracting((target) -> target.get("refId").asString())
				.doesNotHaveDuplicates();
		});
	}

	private static Stream<JsonNode> targets(Stream<JsonNode> panels) {
		return panels.filter((panel) -> panel.has("targets")).flatMap((panel) -> elements(panel.get("targets")));
	}

	private static Stream<JsonNode> panels() {
		return elements(dashboard().get("panels"));
	}

	private static JsonNode dashboard() {
		return JsonMapper.shared().readTree(DASHBOARD);
	}

	private static Stream<JsonNode> elements(JsonNode array) {
		return StreamSupport.stream(array.spliterator(), false);
	}

}
