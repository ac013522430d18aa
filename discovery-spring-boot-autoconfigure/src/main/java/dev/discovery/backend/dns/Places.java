package dev.discovery.backend.dns;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * Where the records of a service may be.
 */
final class Places {

	private final DnsSettings settings;

	Places(DnsSettings settings) {
		this.settings = settings;
	}

	/**
	 * The places, in the order in which they are looked at; none if DNS can't have such a
	 * name.
	 */
	List<Place> of(String serviceId) {
		DnsSettings.Service service = this.settings.service(serviceId);
		DnsSettings.Naming naming = this.settings.naming();
		Integer port = (service.port() != null) ? service.port() : this.settings.reading().port();
		boolean srv = service.port() == null && naming.srv() != null;
		List<Place> places = new ArrayList<>();
		if (service.name() != null) {
			Name name = name(service.name());
			add(places, srv ? name : null, name, port);
		}
		else if (DnsSettings.isName(serviceId)) {
			for (String domain : naming.domains()) {
				Name name = srv ? name(filled(String.valueOf(naming.srv()), serviceId, domain)) : null;
				add(places, name, name(filled(naming.address(), serviceId, domain)), port);
			}
		}
		return places;
	}

	private static void add(List<Place> places, @Nullable Name srv, @Nullable Name address, @Nullable Integer port) {
		if (srv != null || (address != null && port != null)) {
			places.add(new Place(srv, address, port));
		}
	}

	private static String filled(String template, String serviceId, String domain) {
		return template.replace(DnsSettings.SERVICE, serviceId).replace(DnsSettings.DOMAIN, domain);
	}

	/**
	 * The absolute name, or null if it is none.
	 */
	static @Nullable Name name(String text) {
		if (!DnsSettings.isName(text)) {
			return null;
		}
		try {
			return Name.fromString(text, Name.root);
		}
		catch (TextParseException ex) {
			return null;
		}
	}

	/**
	 * One of them.
	 *
	 * @param srv the name of its SRV records, or null if there are none
	 * @param address the name of its address records
	 * @param port where they are called, or null if they aren't asked for
	 */
	record Place(@Nullable Name srv, @Nullable Name address, @Nullable Integer port) {
	}

}
