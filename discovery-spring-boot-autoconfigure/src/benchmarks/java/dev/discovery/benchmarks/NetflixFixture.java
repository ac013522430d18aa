package dev.discovery.benchmarks;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import com.netflix.appinfo.ApplicationInfoManager;
import com.netflix.appinfo.DataCenterInfo;
import com.netflix.appinfo.InstanceInfo;
import com.netflix.appinfo.MyDataCenterInfo;
import com.netflix.discovery.DiscoveryClient;
import com.netflix.discovery.shared.Application;
import com.netflix.discovery.shared.Applications;

import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.cloud.commons.util.InetUtilsProperties;
import org.springframework.cloud.netflix.eureka.EurekaClientConfigBean;
import org.springframework.cloud.netflix.eureka.EurekaDiscoveryClient;
import org.springframework.cloud.netflix.eureka.EurekaInstanceConfigBean;
import org.springframework.cloud.netflix.eureka.InstanceInfoFactory;
import org.springframework.cloud.netflix.eureka.http.RestClientTransportClientFactories;

/**
 * Netflix's client as it is after a fetch, without a server to fetch from.
 */
final class NetflixFixture implements AutoCloseable {

	private final EurekaClientConfigBean config = new EurekaClientConfigBean();

	private final DiscoveryClient client;

	NetflixFixture(int instances) throws ReflectiveOperationException {
		this.config.setFetchRegistry(false);
		this.config.setRegisterWithEureka(false);
		EurekaInstanceConfigBean instance = new EurekaInstanceConfigBean(new InetUtils(new InetUtilsProperties()));
		this.client = new DiscoveryClient(
				new ApplicationInfoManager(instance, new InstanceInfoFactory().create(instance)), this.config,
				new RestClientTransportClientFactories(null));
		Application orders = new Application("ORDERS");
		for (int i = 0; i < instances; i++) {
			orders.addInstance(instance(i));
		}
		Applications all = new Applications();
		all.addApplication(orders);
		// what it does to what it has fetched
		all.shuffleInstances(true);
		localCopy().set(all);
	}

	@SuppressWarnings("unchecked")
	private AtomicReference<Applications> localCopy() throws ReflectiveOperationException {
		Field field = DiscoveryClient.class.getDeclaredField("localRegionApps");
		field.setAccessible(true);
		return (AtomicReference<Applications>) field.get(this.client);
	}

	private static InstanceInfo instance(int i) {
		return InstanceInfo.Builder.newBuilder()
			.setAppName("ORDERS")
			.setVIPAddress("orders")
			.setInstanceId("orders-" + i)
			.setHostName("10.0." + (i >> 8) + "." + (i & 0xFF))
			.setIPAddr("10.0." + (i >> 8) + "." + (i & 0xFF))
			.setPort(8080)
			.setStatus(InstanceInfo.InstanceStatus.UP)
			.setDataCenterInfo(new MyDataCenterInfo(DataCenterInfo.Name.MyOwn))
			.setMetadata(Map.of("zone", "zone-" + i % 3))
			.build();
	}

	EurekaDiscoveryClient discoveryClient() {
		return new EurekaDiscoveryClient(this.client, this.config);
	}

	@Override
	public void close() {
		this.client.shutdown();
	}

}
