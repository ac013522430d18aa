package dev.discovery.balancing.policy;

import java.util.Arrays;

/**
 * Draws places by their weights, in the same time however many there are: each column of
 * the table is shared by its own place and one other, its alias.
 * <p>
 * Instead of dice, tickets are spread evenly over the columns, and over the height of
 * each column as the golden ratio would: places come up by their weights in a few rounds
 * already, and in rotation where all weigh the same.
 * <p>
 * The table is Vose's, "A Linear Algorithm For Generating Random Numbers With a Given
 * Distribution" (1991), the spread Roberts' R2 sequence (2018). Immutable.
 */
final class AliasTable {

	private static final double FULL = 1L << 31;

	/** The two fractions of the R2 sequence, times 2 to the 32. */
	private static final int BY_ROUND = 0xC13FA9A9;

	private static final int BY_COLUMN = 0x91E10DA5;

	/** How much of a column is its own, in parts of 2 to the 31. */
	private final int[] own;

	private final int[] alias;

	/**
	 * Creates a table.
	 * @param weights the weight of each place, at least one of them more than 0
	 */
	AliasTable(double[] weights) {
		int size = weights.length;
		double average = Arrays.stream(weights).sum() / size;
		double[] left = Arrays.stream(weights).map((weight) -> weight / average).toArray();
		this.own = new int[size];
		this.alias = new int[size];
		fill(left);
	}

	/** Each column that isn't full is filled up from one that is more than full. */
	private void fill(double[] left) {
		int[] small = new int[left.length];
		int[] large = new int[left.length];
		int smalls = 0;
		int larges = 0;
		for (int i = 0; i < left.length; i++) {
			full(i);
			if (left[i] < 1) {
				small[smalls++] = i;
			}
			else {
				large[larges++] = i;
			}
		}
		while (smalls > 0 && larges > 0) {
			int column = small[--smalls];
			int donor = large[larges - 1];
			this.own[column] = (int) (left[column] * FULL);
			this.alias[column] = donor;
			left[donor] -= 1 - left[column];
			if (left[donor] < 1) {
				larges--;
				small[smalls++] = donor;
			}
		}
	}

	private void full(int column) {
		this.own[column] = Integer.MAX_VALUE;
		this.alias[column] = column;
	}

	/**
	 * The place that a ticket gets.
	 * @param ticket any number; those in a row are spread
	 * @return the place
	 */
	int place(int ticket) {
		int column = Integer.remainderUnsigned(ticket, this.own.length);
		int height = (Integer.divideUnsigned(ticket, this.own.length) * BY_ROUND + column * BY_COLUMN) >>> 1;
		return (height < this.own[column]) ? column : this.alias[column];
	}

}
