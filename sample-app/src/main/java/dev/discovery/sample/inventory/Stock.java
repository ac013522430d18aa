package dev.discovery.sample.inventory;

/**
 * How much there is of an item.
 *
 * @param item the item
 * @param available how much there is
 * @param answeredBy the instance that says so
 */
public record Stock(String item, int available, String answeredBy) {
}
