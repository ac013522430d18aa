package dev.discovery.autoconfigure.trust;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.time.Ticker;
import dev.discovery.trust.AddressPolicy;
import dev.discovery.trust.Trust;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Which of the instances that a registry names are believed.
 */
@ConfigurationProperties("discovery.security")
public class SecurityProperties {

	private static final String PREFIX = "discovery.security.";

	/**
	 * Whether instances may be at link-local addresses (169.254.0.0/16, fe80::/10), where
	 * clouds keep metadata and credentials.
	 */
	private boolean allowLinkLocal;

	/**
	 * The networks in which instances may be, such as 10.0.0.0/8. Once a network or a
	 * host is listed, nothing else is let in.
	 */
	private List<String> allowedNetworks = new ArrayList<>();

	/**
	 * The host names under which instances may be, such as orders.example.com or
	 * *.example.com. Once a network or a host is listed, nothing else is let in.
	 */
	private List<String> allowedHosts = new ArrayList<>();

	@NestedConfigurationProperty
	private final SigningProperties signing = new SigningProperties();

	public boolean isAllowLinkLocal() {
		return this.allowLinkLocal;
	}

	public void setAllowLinkLocal(boolean allowLinkLocal) {
		this.allowLinkLocal = allowLinkLocal;
	}

	public List<String> getAllowedNetworks() {
		return this.allowedNetworks;
	}

	public void setAllowedNetworks(List<String> allowedNetworks) {
		this.allowedNetworks = allowedNetworks;
	}

	public List<String> getAllowedHosts() {
		return this.allowedHosts;
	}

	public void setAllowedHosts(List<String> allowedHosts) {
		this.allowedHosts = allowedHosts;
	}

	public SigningProperties getSigning() {
		return this.signing;
	}

	/**
	 * Checks the properties.
	 * @param clock tells how old a signature is
	 * @param ticker measures how long one is known
	 * @return whom to believe
	 * @throws InvalidDiscoveryPropertyException if one can't mean what it says
	 */
	public Trust toTrust(InstantSource clock, Ticker ticker) {
		return new SigningRules(this.signing, clock, ticker).trust(toAddressPolicy());
	}

	private AddressPolicy toAddressPolicy() {
		AddressPolicy policy = AddressPolicy.usual().linkLocal(this.allowLinkLocal);
		policy = addAll(policy, "allowed-networks", this.allowedNetworks, AddressPolicy::network,
				"Write it like 10.0.0.0/8, 2001:db8::/32 or 192.0.2.7.");
		return addAll(policy, "allowed-hosts", this.allowedHosts, AddressPolicy::host,
				"Write it like orders.example.com or *.example.com; addresses belong in allowed-networks.");
	}

	private static AddressPolicy addAll(AddressPolicy policy, String name, List<String> values,
			BiFunction<AddressPolicy, String, AddressPolicy> add, String advice) {
		AddressPolicy result = policy;
		for (int i = 0; i < values.size(); i++) {
			try {
				result = add.apply(result, values.get(i).strip());
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidDiscoveryPropertyException(PREFIX + name + "[" + i + "]", values.get(i),
						String.valueOf(ex.getMessage()), advice);
			}
		}
		return result;
	}

}
