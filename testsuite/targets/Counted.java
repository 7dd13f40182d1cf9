// SPDX-License-Identifier: GPL-2.0-or-later
/* Calls, collections and threads that a java program counts itself. */
public class Counted {
	static int added, multiplied, ran;

	static int add(int a, int b)
	{
		added++;
		return a + b;
	}

	static int factorial(int n)
	{
		multiplied++;
		return n < 2 ? 1 : n * factorial(n - 1);
	}

	public static void main(String[] args) throws Exception
	{
		int sum = 0, collections = 3, threads = 4;

		for (int i = 0; i < 300; i++)
			sum = add(sum, i);
		sum += factorial(10);
		for (int i = 0; i < collections; i++)
			System.gc();
		for (int i = 0; i < threads; i++) {
			Thread t = new Thread(() -> ran++, "counted-" + i);

			t.start();
			t.join();
		}
		System.out.println("called Counted add (II)I " + added + "\ncalled Counted factorial (I)I " + multiplied);
		System.out.println("returned Counted add " + added + "\nreturned Counted factorial " + multiplied);
		for (int i = 0; i < ran; i++)
			System.out.println("started counted-" + i + "\nstopped counted-" + i);
	}
}
