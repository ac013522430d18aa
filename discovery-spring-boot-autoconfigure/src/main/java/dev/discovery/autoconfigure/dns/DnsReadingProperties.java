package dev.discovery.autoconfigure.dns;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.discovery.backend.dns.DnsSettings;
import dev.discovery.backend.dns.DnsSettings.AddressFamily;
import dev.discovery.backend.dns.SystemResolver;
import dev.discovery.model.PropertyName;
import org.jspecify.annotations.Nullable;

/**
 * What nameservers are asked for, and what becomes of it.
 */
public abstract class DnsReadingProperties {

	/**
	 * The domains that the names of services stand below, looked at one after another
	 * until one has records. Defaults to the search domains of this machine.
	 */
	private List<String> domains = new ArrayList<>();

	/**
	 * Whether SRV records are asked for.
	 */
	private boolean srv = true;

	/**
	 * How the SRV records of a service are called.
	 */
	private String srvName = "_{service}._tcp.{domain}";

	/**
	 * How the address records of a service without SRV records are called.
	 */
	private String addressName = "{service}.{domain}";

	/**
	 * The port that instances without SRV records are called at. Without it there are
	 * none.
	 */
	private @Nullable Integer port;

	/**
	 * Whether instances are called by https.
	 */
	private boolean secure;

	/**
	 * Which addresses are called.
	 */
	private AddressFamily ipFamily = AddressFamily.IPV4;

	/**
	 * Whether the names in SRV records are called, and not their addresses: for
	 * certificates that are made out to names which every machine can look up.
	 */
	private boolean targetNames;

	/**
	 * Services that are there for whoever asks for all, such as a gateway, together with
	 * those under 'services': DNS itself can't list them.
	 */
	private Set<String> listed = new LinkedHashSet<>();

	/**
	 * What differs for one service, by its name.
	 */
	private Map<String, DnsServiceProperties> services = new LinkedHashMap<>();

	public List<String> getDomains() {
		return this.domains;
	}

	public void setDomains(List<String> domains) {
		this.domains = domains;
	}

	public boolean isSrv() {
		return this.srv;
	}

	public void setSrv(boolean srv) {
		this.srv = srv;
	}

	public String getSrvName() {
		return this.srvName;
	}

	public void setSrvName(String srvName) {
		this.srvName = srvName;
	}

	public String getAddressName() {
		return this.addressName;
	}

	public void setAddressName(String addressName) {
		this.addressName = addressName;
	}

	public @Nullable Integer getPort() {
		return this.port;
	}

	public void setPort(@Nullable Integer port) {
		this.port = port;
	}

	public boolean isSecure() {
		return this.secure;
	}

	public void setSecure(boolean secure) {
		this.secure = secure;
	}

	public AddressFamily getIpFamily() {
		return this.ipFamily;
	}

	public void setIpFamily(AddressFamily ipFamily) {
		this.ipFamily = ipFamily;
	}

	public boolean isTargetNames() {
		return this.targetNames;
	}

	public void setTargetNames(boolean targetNames) {
		this.targetNames = targetNames;
	}

	public Set<String> getListed() {
		return this.listed;
	}

	public void setListed(Set<String> listed) {
		this.listed = listed;
	}

	public Map<String, DnsServiceProperties> getServices() {
		return this.services;
	}

	public void setServices(Map<String, DnsServiceProperties> services) {
		this.services = services;
	}

	DnsSettings.Naming toNaming() {
		String records = this.srv ? DnsRules.template("srv-name", this.srvName) : null;
		String addresses = DnsRules.template("address-name", this.addressName);
		return new DnsSettings.Naming(records, addresses,
				DnsRules.domains(this.domains, SystemResolver::domains, (records != null) ? records : "", addresses));
	}

	DnsSettings.Reading toReading() {
		DnsRules.port(this.port, this.srv, this.services.values());
		return new DnsSettings.Reading(this.port, this.secure, this.ipFamily, this.targetNames);
	}

	Map<String, DnsSettings.Service> toServices() {
		Map<String, DnsSettings.Service> differing = new LinkedHashMap<>();
		this.services.forEach((id, service) -> differing.put(id,
				service.toService(PropertyName.of(DnsProperties.PREFIX + ".services", id))));
		return differing;
	}

}
