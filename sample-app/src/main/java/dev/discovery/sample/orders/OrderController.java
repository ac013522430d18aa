package dev.discovery.sample.orders;

import dev.discovery.balancing.NoInstanceException;
import dev.discovery.sample.inventory.Stock;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.ResponseStatusException;

/**
 * Looks an order up, asking inventory on the way.
 */
@RestController
class OrderController {

	private static final String STOCK = "http://inventory/stock/{item}";

	private final RestClient restClient;

	private final RestTemplate restTemplate;

	private final WebClient webClient;

	private final InventoryApi inventory;

	OrderController(RestClient.Builder restClient, RestTemplate restTemplate, WebClient.Builder webClient,
			InventoryApi inventory) {
		this.restClient = restClient.build();
		this.restTemplate = restTemplate;
		this.webClient = webClient.build();
		this.inventory = inventory;
	}

	@GetMapping("/orders/{id}")
	Order order(@PathVariable String id) {
		return order(id, "rest-client");
	}

	@GetMapping("/orders/{id}/via/{client}")
	Order order(@PathVariable String id, @PathVariable String client) {
		Stock stock = switch (client) {
			case "rest-client" -> this.restClient.get().uri(STOCK, id).retrieve().body(Stock.class);
			case "rest-template" -> this.restTemplate.getForObject(STOCK, Stock.class, id);
			case "web-client" -> this.webClient.get().uri(STOCK, id).retrieve().bodyToMono(Stock.class).block();
			case "http-interface" -> this.inventory.stock(id);
			default -> throw new ResponseStatusException(HttpStatus.NOT_FOUND,
					"Use rest-client, rest-template, web-client or http-interface");
		};
		return new Order(id, client, found(stock));
	}

	@PostMapping("/orders/{id}")
	Order place(@PathVariable String id) {
		Stock stock = this.restClient.post()
			.uri("http://inventory/stock/{item}/reservations", id)
			.retrieve()
			.body(Stock.class);
		return new Order(id, "rest-client", found(stock));
	}

	/** Nobody to ask: the message says what is known of inventory and why none fits. */
	@ExceptionHandler
	ProblemDetail nobodyThere(NoInstanceException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, ex.getMessage());
	}

	private static Stock found(Stock stock) {
		if (stock == null) {
			throw new ResponseStatusException(HttpStatus.BAD_GATEWAY, "Inventory answered without a body");
		}
		return stock;
	}

}
