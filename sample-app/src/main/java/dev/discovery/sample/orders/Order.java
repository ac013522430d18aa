package dev.discovery.sample.orders;

import dev.discovery.sample.inventory.Stock;

/**
 * An order and what inventory says about it.
 *
 * @param id the order
 * @param client the kind of client that asked
 * @param stock what inventory answered
 */
record Order(String id, String client, Stock stock) {
}
