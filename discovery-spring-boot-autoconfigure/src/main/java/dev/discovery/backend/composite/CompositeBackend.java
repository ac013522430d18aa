package dev.discovery.backend.composite;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.NamesListener;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.Watch;
import dev.discovery.backend.WatchListener;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Several registries, read at once as if they were one: their instances side by side,
 * each address once, each labelled with its registry and placed in the registry's region
 * where it doesn't say where it is. One that fails never hides the others.
 * {@link Composition} tells how their answers are put together.
 * <p>
 * Nothing is merged anywhere else: registries don't hear of each other.
 */
public final class CompositeBackend implements ServiceBackend {

	private final List<Member> members;

	private final List<MemberState> states;

	private final Function<String, @Nullable Duration> maxStaleness;

	private final Scheduler scheduler;

	private volatile boolean closed;

	/**
	 * Creates the backend.
	 * @param members the registries, the one first that has the word where two know the
	 * same; closed with this
	 * @param maxStaleness by service id, how old what a registry that fails has said may
	 * become beside what others say; null for ever
	 * @param ticker tells the time
	 * @param scheduler where timers run
	 */
	public CompositeBackend(List<Member> members, Function<String, @Nullable Duration> maxStaleness, Ticker ticker,
			Scheduler scheduler) {
		this.members = List.copyOf(members);
		this.states = this.members.stream().map((member) -> new MemberState(member, ticker)).toList();
		this.maxStaleness = maxStaleness;
		this.scheduler = scheduler;
	}

	/**
	 * The names of the registries in their order, with a plus in between.
	 */
	@Override
	public String name() {
		return this.members.stream().map(Member::name).collect(Collectors.joining("+"));
	}

	/**
	 * How each registry does.
	 * @return a report for each, in their order
	 */
	public List<RegistryReport> reports() {
		return this.states.stream().map(MemberState::report).toList();
	}

	@Override
	public Watch watch(String serviceId, WatchListener listener) {
		Composition<ServiceSnapshot> all = new Composition<>(this.members, new SnapshotMerge(serviceId),
				new Composition.Listener<>(listener::onSnapshot, listener::onError), this.scheduler);
		return open(all, this.maxStaleness.apply(serviceId), (member, voice) -> member.backend()
			.watch(serviceId, new LabellingListener(member, voice, listener::uses)));
	}

	@Override
	public Watch watchNames(NamesListener listener) {
		Composition<Set<String>> all = new Composition<>(this.members, new NamesMerge(),
				new Composition.Listener<>(listener::onNames, listener::onError), this.scheduler);
		return open(all, null, (member, voice) -> member.backend().watchNames(new NamesListener() {

			@Override
			public void onNames(Set<String> names) {
				voice.said(names);
			}

			@Override
			public void onError(BackendException cause) {
				voice.failed(cause);
			}

		}));
	}

	private <T> Watch open(Composition<T> all, @Nullable Duration maxStaleness, Opener<T> opener) {
		CompositeWatch<T> watch = new CompositeWatch<>(all, maxStaleness, this.scheduler);
		if (!this.closed) {
			for (int i = 0; i < this.members.size(); i++) {
				CompositeWatch.Voice<T> voice = watch.voice(i, this.states.get(i).open());
				voice.heardThrough(opener.open(this.members.get(i), voice));
			}
		}
		return watch;
	}

	/**
	 * The longest of all.
	 */
	@Override
	public Duration recovery() {
		return this.members.stream()
			.map((member) -> member.backend().recovery())
			.max(Duration::compareTo)
			.orElse(Duration.ZERO);
	}

	@Override
	public @Nullable String origin() {
		String origins = this.members.stream()
			.map((member) -> member.backend().origin())
			.filter(Objects::nonNull)
			.collect(Collectors.joining(" + "));
		return origins.isEmpty() ? null : origins;
	}

	@Override
	public void close() {
		this.closed = true;
		this.members.forEach((member) -> member.backend().close());
	}

	/**
	 * Opens a watch of one registry.
	 *
	 * @param <T> what about
	 */
	private interface Opener<T> {

		Watch open(Member member, CompositeWatch.Voice<T> voice);

	}

}
