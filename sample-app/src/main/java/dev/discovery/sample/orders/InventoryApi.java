package dev.discovery.sample.orders;

import dev.discovery.sample.inventory.Stock;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;

/**
 * Inventory as an HTTP interface: the group's name is the service's id.
 */
interface InventoryApi {

	@GetExchange("/stock/{item}")
	Stock stock(@PathVariable String item);

}
