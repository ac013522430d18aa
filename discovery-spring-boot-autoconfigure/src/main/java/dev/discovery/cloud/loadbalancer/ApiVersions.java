package dev.discovery.cloud.loadbalancer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.discovery.balancing.policy.RequestView;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.loadbalancer.LoadBalancerProperties.ApiVersion;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;

/**
 * Finds the API version that a request asks for, where
 * {@code spring.cloud.loadbalancer.api-version.*} says: a header, a query parameter, a
 * segment of the path, a parameter of a media type, and else the default version.
 */
final class ApiVersions {

	private final List<Function<RequestView, @Nullable String>> places = new ArrayList<>();

	private final @Nullable String defaultVersion;

	ApiVersions(ApiVersion settings) {
		String header = settings.getHeader();
		if (StringUtils.hasText(header)) {
			this.places.add((request) -> request.header(header));
		}
		String parameter = settings.getQueryParameter();
		if (StringUtils.hasText(parameter)) {
			this.places.add((request) -> request.query(parameter));
		}
		Integer segment = settings.getPathSegment();
		if (segment != null) {
			this.places.add((request) -> segment(request.path(), segment));
		}
		Map<MediaType, String> mediaTypes = Map.copyOf(settings.getMediaTypeParameters());
		if (!mediaTypes.isEmpty()) {
			this.places.add((request) -> parameter(request, mediaTypes));
		}
		this.defaultVersion = StringUtils.hasText(settings.getDefaultVersion()) ? settings.getDefaultVersion() : null;
	}

	/** Whether it is said anywhere that API versions count. */
	static boolean isUsed(ApiVersion settings) {
		return StringUtils.hasText(settings.getHeader()) || StringUtils.hasText(settings.getQueryParameter())
				|| settings.getPathSegment() != null || !settings.getMediaTypeParameters().isEmpty()
				|| StringUtils.hasText(settings.getDefaultVersion());
	}

	@Nullable String of(RequestView request) {
		for (int i = 0; i < this.places.size(); i++) {
			String found = this.places.get(i).apply(request);
			if (StringUtils.hasText(found)) {
				return found;
			}
		}
		return this.defaultVersion;
	}

	private static @Nullable String segment(@Nullable String path, int place) {
		if (path == null) {
			return null;
		}
		int begin = path.startsWith("/") ? 1 : 0;
		for (int i = 0; i < place; i++) {
			int slash = path.indexOf('/', begin);
			if (slash < 0) {
				return null;
			}
			begin = slash + 1;
		}
		int end = path.indexOf('/', begin);
		return path.substring(begin, (end < 0) ? path.length() : end);
	}

	private static @Nullable String parameter(RequestView request, Map<MediaType, String> mediaTypes) {
		for (String name : List.of(HttpHeaders.ACCEPT, HttpHeaders.CONTENT_TYPE)) {
			for (MediaType said : parse(request.header(name))) {
				for (Map.Entry<MediaType, String> wanted : mediaTypes.entrySet()) {
					String version = wanted.getKey().includes(said) ? said.getParameter(wanted.getValue()) : null;
					if (version != null) {
						return version;
					}
				}
			}
		}
		return null;
	}

	private static List<MediaType> parse(@Nullable String header) {
		try {
			return MediaType.parseMediaTypes(header);
		}
		catch (InvalidMediaTypeException ex) {
			return List.of();
		}
	}

}
