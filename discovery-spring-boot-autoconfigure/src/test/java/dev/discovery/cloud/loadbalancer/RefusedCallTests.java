package dev.discovery.cloud.loadbalancer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.limit.CircuitBreakerSettings;
import dev.discovery.balancing.limit.CircuitOpenException;
import dev.discovery.balancing.limit.LimitExceededException;
import dev.discovery.balancing.limit.LimitSettings;
import dev.discovery.balancing.policy.Policies;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.CompletionContext.Status;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls that a limit or an open circuit refuses, as each kind of client sees them.
 */
@ExtendWith(OutputCaptureExtension.class)
class RefusedCallTests {

	private static final ClientResponse OK = ClientResponse.create(HttpStatus.OK).build();

	private final Fixture fixture = new Fixture(true,
			BalancingSettings.of(Policies.roundRobin())
				.with(new LimitSettings(1, 0))
				.with(new CircuitBreakerSettings(true, 50, 4, Duration.ofSeconds(10), Duration.ofSeconds(10), 1)));

	private final BalancedLoadBalancerClient client = new BalancedLoadBalancerClient(this.fixture.chooser,
			this.fixture.factory, false, (nanos) -> {
				throw new InterruptedException();
			});

	private final BalancedExchangeFilterFunction filter = new BalancedExchangeFilterFunction(this.fixture.chooser,
			this.fixture.factory, List.of(), ConfiguredServices.NONE);

	private final StatsLifecycle foreign = new StatsLifecycle(this.fixture.chooser, this.fixture.time);

	private final List<ClientRequest> sent = new ArrayList<>();

	@AfterEach
	void nothingIsLeftUnderWay() {
		assertThat(this.fixture.inFlight("orders")).isZero();
		assertThat(underWay()).isZero();
	}

	private int underWay() {
		return this.fixture.balancer.explain("orders").admission().inFlight();
	}

	@Test
	void aBlockingCallIsRefusedAtOnce(CapturedOutput output) throws IOException {
		this.fixture.backend.with("orders", 1, 2);
		String answer = this.client.execute("orders", (instance) -> {
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(LimitExceededException.class)
					.isThrownBy(() -> this.client.execute("orders", (other) -> "never"))
					.withMessageContaining("discovery.load-balancer.limits.max-concurrent-per-service");
			}
			return "answer";
		});
		assertThat(answer).isEqualTo("answer");
		assertThat(this.client.<String>execute("orders", (instance) -> "next")).isEqualTo("next");
		assertThat(this.fixture.lifecycle.completions()).extracting(CompletionContext::status)
			.containsExactly(Status.DISCARD, Status.DISCARD, Status.DISCARD, Status.SUCCESS, Status.SUCCESS);
		assertThat(this.fixture.stats("orders", 1).failures() + this.fixture.stats("orders", 2).failures()).isZero();
		assertThat(output.getAll().split("as many calls under way as it may have", -1)).hasSize(2);
		assertThat(output).doesNotContain("can be called again");
	}

	@Test
	void aReactiveCallIsAnsweredWith503AndTheText() {
		this.fixture.backend.with("orders", 1);
		Disposable first = this.filter.filter(get(), answering(Mono.never())).subscribe();
		assertThat(underWay()).isOne();
		ClientResponse refused = this.filter.filter(get(), answering(Mono.just(OK))).block();
		assertThat(refused.statusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(refused.bodyToMono(String.class).block())
			.startsWith("'orders' has as many calls under way as it may have: 1 (");
		assertThat(this.sent).hasSize(1);
		first.dispose();
		assertThat(this.filter.filter(get(), answering(Mono.just(OK))).block()).isSameAs(OK);
	}

	@Test
	void everyClientIsRefusedWhileTheCircuitIsOpen() throws IOException {
		this.fixture.backend.with("orders", 1);
		for (int i = 0; i < 4; i++) {
			this.filter.filter(post(), answering(Mono.just(status(500)))).block();
		}
		assertThatExceptionOfType(CircuitOpenException.class)
			.isThrownBy(() -> this.client.execute("orders", (instance) -> "never"))
			.withMessageContaining("tried again in 10 s");
		ClientResponse refused = this.filter.filter(get(), answering(Mono.just(OK))).block();
		assertThat(refused.statusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(refused.bodyToMono(String.class).block()).contains("100 % of 4 calls failed");
		assertThat(this.client.choose("orders")).isNull();
		assertThat(this.sent).hasSize(4);
		this.fixture.time.advance(Duration.ofSeconds(10));
		assertThat(this.client.<String>execute("orders", (instance) -> "answer")).isEqualTo("answer");
		assertThat(this.client.choose("orders")).isNotNull();
	}

	@Test
	void whoeverCancelsBetweenTwoAttemptsGivesThePlaceBack() {
		VirtualTimeScheduler scheduler = VirtualTimeScheduler.getOrSet();
		try {
			this.fixture.backend.with("orders", 1);
			Disposable call = this.filter.filter(get(), answering(Mono.error(new ConnectException("refused"))))
				.subscribe();
			assertThat(this.fixture.inFlight("orders")).isZero();
			assertThat(underWay()).isOne();
			call.dispose();
			assertThat(underWay()).isZero();
			scheduler.advanceTimeBy(Duration.ofSeconds(10));
			assertThat(this.sent).hasSize(1);
		}
		finally {
			VirtualTimeScheduler.reset();
		}
	}

	@Test
	void whoeverIsInterruptedBetweenTwoAttemptsGivesThePlaceBack() {
		this.fixture.backend.with("orders", 1);
		assertThatExceptionOfType(InterruptedIOException.class)
			.isThrownBy(() -> this.client.execute("orders", (instance) -> {
				throw new ConnectException("refused");
			}));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void whatBreaksInTheFilterGivesThePlaceBack() {
		this.fixture.backend.with("orders", 1);
		assertThatException().isThrownBy(() -> this.filter.filter(get(), (request) -> {
			throw new IllegalStateException("scripted");
		}).block());
		assertThatException().isThrownBy(() -> this.client.execute("orders", (instance) -> {
			throw new IllegalStateException("scripted");
		}));
	}

	@Test
	void nobodyIsChosenForThoseWhoMakeTheCallThemselvesWhereTheLimitIsReached(CapturedOutput output) {
		this.fixture.backend.with("orders", 1, 2);
		Request<Object> request = new DefaultRequest<>(new Object());
		ServiceInstance chosen = this.client.choose("orders", request);
		DefaultResponse response = new DefaultResponse(chosen);
		this.foreign.onStartRequest(request, response);
		assertThat(underWay()).isOne();
		assertThat(this.client.choose("orders", new DefaultRequest<>(new Object()))).isNull();
		assertThat(new BalancedReactiveLoadBalancer(this.fixture.chooser, "orders").choose())
			.satisfies((mono) -> assertThat(Mono.from(mono).block())
				.satisfies((none) -> assertThat(none.hasServer()).isFalse()));
		assertThat(output).contains("'orders' has as many calls under way as it may have: 1");
		this.foreign.onComplete(new CompletionContext<>(Status.FAILED, new IOException("reset"), request, response));
		assertThat(underWay()).isZero();
		assertThat(this.client.choose("orders")).isNotNull();
	}

	@Test
	void nobodyWhoIsFullIsChosenForThoseWhoMakeTheCallThemselves() {
		Fixture narrow = new Fixture(true, BalancingSettings.of(Policies.roundRobin()).with(new LimitSettings(0, 1)));
		narrow.backend.with("orders", 1, 2);
		StatsLifecycle lifecycle = new StatsLifecycle(narrow.chooser, narrow.time);
		List<Request<Object>> requests = List.of(new DefaultRequest<>("a"), new DefaultRequest<>("b"));
		List<Integer> ports = new ArrayList<>();
		for (Request<Object> request : requests) {
			ServiceInstance chosen = narrow.chooser.choose("orders", request);
			ports.add(chosen.getPort());
			lifecycle.onStartRequest(request, new DefaultResponse(chosen));
		}
		assertThat(ports).containsExactlyInAnyOrder(1, 2);
		assertThat(narrow.chooser.choose("orders", new DefaultRequest<>("c"))).isNull();
		lifecycle.onComplete(new CompletionContext<>(Status.DISCARD, requests.get(0)));
		assertThat(narrow.chooser.choose("orders", new DefaultRequest<>("d")).getPort()).isEqualTo(ports.get(0));
	}

	private static ClientResponse status(int status) {
		return ClientResponse.create(HttpStatus.valueOf(status)).build();
	}

	private static ClientRequest get() {
		return ClientRequest.create(HttpMethod.GET, URI.create("http://orders/")).build();
	}

	private static ClientRequest post() {
		return ClientRequest.create(HttpMethod.POST, URI.create("http://orders/")).build();
	}

	private ExchangeFunction answering(Mono<ClientResponse> answer) {
		return (request) -> {
			this.sent.add(request);
			return answer;
		};
	}

}
