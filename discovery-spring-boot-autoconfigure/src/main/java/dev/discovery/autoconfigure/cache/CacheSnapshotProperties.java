package dev.discovery.autoconfigure.cache;

import java.nio.file.Path;
import java.time.Duration;

import dev.discovery.autoconfigure.properties.PropertyRules;
import org.jspecify.annotations.Nullable;

/**
 * The disk copy of what is known, for a start without the registry.
 */
public class CacheSnapshotProperties {

	/**
	 * Whether to keep a copy of what is known on disk, for a start at which the registry
	 * can't be asked.
	 */
	private boolean enabled = true;

	/**
	 * Where the copies are; each application and registry gets a folder of its own in it.
	 * Defaults to a folder of the user's in java.io.tmpdir.
	 */
	private @Nullable String directory;

	/**
	 * How old a copy may be to be used.
	 */
	private Duration maxAge = Duration.ofHours(24);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getDirectory() {
		return this.directory;
	}

	public void setDirectory(@Nullable String directory) {
		this.directory = directory;
	}

	public Duration getMaxAge() {
		return this.maxAge;
	}

	public void setMaxAge(Duration maxAge) {
		this.maxAge = maxAge;
	}

	void check() {
		PropertyRules.positive("discovery.cache.snapshot.max-age", this.maxAge);
		toDirectory();
	}

	@Nullable Path toDirectory() {
		String text = PropertyRules.textOrNull(this.directory);
		return (text != null) ? PropertyRules.path("discovery.cache.snapshot.directory", text, "/var/lib/orders")
				: null;
	}

}
