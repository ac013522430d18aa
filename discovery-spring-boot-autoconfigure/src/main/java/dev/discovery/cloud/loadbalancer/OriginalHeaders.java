package dev.discovery.cloud.loadbalancer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.loadbalancer.HttpRequestLoadBalancerRequest;
import org.springframework.cloud.client.loadbalancer.LoadBalancerRequest;
import org.springframework.http.HttpHeaders;

/**
 * The headers as the caller set them. Request transformers write into the caller's own
 * headers, so a second attempt would carry what was meant for the first instance.
 * <p>
 * Copied for every call and hardly ever needed, so into one small array.
 */
final class OriginalHeaders implements BiConsumer<String, List<String>> {

	private static final OriginalHeaders NONE = new OriginalHeaders(null);

	private final @Nullable HttpHeaders live;

	/** Names, each before its value or the list of its values. */
	private @Nullable Object[] original;

	private int used;

	private OriginalHeaders(@Nullable HttpHeaders live) {
		this.live = live;
		this.original = new Object[(live != null) ? 2 * live.size() : 0];
		if (live != null) {
			each(live, this);
		}
	}

	static OriginalHeaders of(LoadBalancerRequest<?> request) {
		return (request instanceof HttpRequestLoadBalancerRequest<?> http)
				? new OriginalHeaders(http.getHttpRequest().getHeaders()) : NONE;
	}

	/** Their own forEach makes 700 bytes of garbage, the map in it none. */
	@SuppressWarnings("removal")
	private static void each(HttpHeaders headers, BiConsumer<String, List<String>> consumer) {
		headers.asMultiValueMap().forEach(consumer);
	}

	@Override
	public void accept(String name, List<String> values) {
		if (this.used == this.original.length) {
			// some headers count names that differ in case as one
			this.original = Arrays.copyOf(this.original, this.used + 2);
		}
		this.original[this.used++] = name;
		this.original[this.used++] = (values.size() == 1) ? values.get(0) : new ArrayList<>(values);
	}

	void restore() {
		if (this.live != null && !isUnchanged(this.live)) {
			this.live.clear();
			for (int i = 0; i < this.used; i += 2) {
				this.live.put(name(i), values(i));
			}
		}
	}

	private boolean isUnchanged(HttpHeaders now) {
		if (now.size() * 2 != this.used) {
			return false;
		}
		for (int i = 0; i < this.used; i += 2) {
			if (!values(i).equals(now.get(name(i)))) {
				return false;
			}
		}
		return true;
	}

	private String name(int i) {
		return String.valueOf(this.original[i]);
	}

	@SuppressWarnings("unchecked")
	private List<String> values(int i) {
		Object saved = this.original[i + 1];
		return new ArrayList<>((saved instanceof List<?> list) ? (List<String>) list : Arrays.asList((String) saved));
	}

}
