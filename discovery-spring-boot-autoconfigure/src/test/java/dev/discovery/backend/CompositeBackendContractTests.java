package dev.discovery.backend;

import java.util.List;
import java.util.function.UnaryOperator;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.composite.CompositeBackend;
import dev.discovery.backend.composite.Member;
import dev.discovery.model.Locality;

/**
 * {@link CompositeBackend} over two registries, of which the second knows nobody, keeps
 * the contract.
 */
class CompositeBackendContractTests extends ScriptedBackendContractTests {

	private final ScriptedRegistry second = new ScriptedRegistry(this.time);

	@Override
	protected ServiceBackend open() {
		return new CompositeBackend(List.of(member("east", this.registry), member("west", this.second)), (id) -> null,
				this.time, this.time);
	}

	private Member member(String name, ScriptedRegistry registry) {
		return new Member(name, "scripted", Locality.UNKNOWN,
				wrapped(new MirrorBackend(runtime(name), registry::fetch, UnaryOperator.identity())));
	}

	ServiceBackend wrapped(ServiceBackend backend) {
		return backend;
	}

	@Override
	protected void breakRegistry() {
		super.breakRegistry();
		this.second.fail(Kind.UNREACHABLE);
	}

	@Override
	protected void mendRegistry() {
		super.mendRegistry();
		this.second.mend();
	}

}
