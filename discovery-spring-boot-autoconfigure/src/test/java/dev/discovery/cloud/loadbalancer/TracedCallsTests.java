package dev.discovery.cloud.loadbalancer;

import java.io.IOException;
import java.net.ConnectException;
import java.util.Objects;

import dev.discovery.observe.observation.ObservedCalls;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.TracingAwareMeterObservationHandler;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.junit.jupiter.api.Test;

import org.springframework.cloud.client.ServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a tracer makes of calls: spans that are connected, with events, and exemplars.
 */
class TracedCallsTests {

	private final SimpleTracer tracer = new SimpleTracer();

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final Fixture fixture = new Fixture(false);

	private final BalancedLoadBalancerClient client = new BalancedLoadBalancerClient(this.fixture.chooser,
			this.fixture.factory, false, new ObservedCalls(this.registry, "live", null));

	private int attempts;

	private String call() throws IOException {
		this.fixture.backend.with("orders", 1, 2);
		return Observation.createNotStarted("http.server.requests", this.registry)
			.observeChecked(() -> this.client.execute("orders", this::attempt));
	}

	private String attempt(ServiceInstance instance) throws IOException {
		if (this.attempts++ == 0) {
			throw new ConnectException("refused");
		}
		return Observation.createNotStarted("transport", this.registry).observe(() -> "answer");
	}

	@Test
	void connectsTheSpansAndTellsOfAttemptsAsEvents() throws IOException {
		this.registry.observationConfig().observationHandler(new DefaultTracingObservationHandler(this.tracer));
		assertThat(call()).isEqualTo("answer");
		SimpleSpan server = span("http.server.requests");
		SimpleSpan call = span("call orders");
		SimpleSpan transport = span("transport");
		assertThat(call.context().parentId()).isEqualTo(server.context().spanId());
		assertThat(transport.context().parentId()).isEqualTo(call.context().spanId());
		assertThat(this.tracer.getSpans()).extracting((span) -> span.context().traceId())
			.containsOnly(server.context().traceId());
		assertThat(call.getEvents()).extracting((event) -> event.getValue())
			.containsExactly("attempt 1 at localhost:2", "attempt 1: ConnectException", "attempt 2 at localhost:1");
		assertThat(call.getTags()).containsEntry("service", "orders")
			.containsEntry("outcome", "success")
			.containsEntry("attempts", "2")
			.containsEntry("instance", "orders-localhost-1");
	}

	private SimpleSpan span(String name) {
		return this.tracer.getSpans().stream().filter((span) -> name.equals(span.getName())).findFirst().orElseThrow();
	}

	@Test
	void givesTheTimerAnExemplar() throws IOException {
		PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(),
				Clock.SYSTEM, new CurrentSpan());
		this.registry.observationConfig()
			.observationHandler(new DefaultTracingObservationHandler(this.tracer))
			.observationHandler(
					new TracingAwareMeterObservationHandler<>(new DefaultMeterObservationHandler(meters), this.tracer));
		call();
		SimpleSpan call = span("call orders");
		assertThat(meters.scrape("application/openmetrics-text; version=1.0.0")
			.lines()
			.filter((line) -> line.startsWith("discovery_calls_seconds_count"))).singleElement()
			.asString()
			.contains("span_id=\"" + call.context().spanId() + "\"")
			.contains("trace_id=\"" + call.context().traceId() + "\"");
	}

	/**
	 * As Spring Boot's, which asks the tracer.
	 */
	private final class CurrentSpan implements SpanContext {

		@Override
		public String getCurrentTraceId() {
			return Objects.requireNonNull(TracedCallsTests.this.tracer.currentSpan()).context().traceId();
		}

		@Override
		public String getCurrentSpanId() {
			return Objects.requireNonNull(TracedCallsTests.this.tracer.currentSpan()).context().spanId();
		}

		@Override
		public boolean isCurrentSpanSampled() {
			return TracedCallsTests.this.tracer.currentSpan() != null;
		}

		@Override
		public void markCurrentSpanAsExemplar() {
			// nobody asks
		}

	}

}
