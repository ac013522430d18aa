package dev.discovery.cloud.loadbalancer;

import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/**
 * An HTTP interface.
 */
@HttpExchange
interface BlockingApi {

	@GetExchange("/hello")
	String get();

}
