package dev.discovery.backend.composite;

import java.util.function.LongSupplier;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.WatchListener;
import dev.discovery.model.ServiceSnapshot;

/**
 * Hears one registry, and labels what it says.
 */
final class LabellingListener implements WatchListener {

	private final Member member;

	private final CompositeWatch.Voice<ServiceSnapshot> voice;

	private final LongSupplier uses;

	LabellingListener(Member member, CompositeWatch.Voice<ServiceSnapshot> voice, LongSupplier uses) {
		this.member = member;
		this.voice = voice;
		this.uses = uses;
	}

	@Override
	public void onSnapshot(ServiceSnapshot snapshot) {
		this.voice.said(Labels.on(snapshot, this.member));
	}

	@Override
	public void onError(BackendException cause) {
		this.voice.failed(cause);
	}

	@Override
	public long uses() {
		return this.uses.getAsLong();
	}

}
