// link: -shared -Wl,-soname,ulib_data
// cflags: -fPIC
/* The library of ulib: data of its own, by its own functions. */
#define APART __attribute__((aligned(64)))
static APART int l_counter = 70;
APART long l_later;
APART int *l_pointer = &l_counter;		/* relocated: the dynamic linker writes it */

void l_count(int n, int step)
{
	for (int i = 0; i < n; i++)
		*(volatile int *)&l_counter += step;
}

void l_set(long value)
{
	*(volatile long *)&l_later = value;
}

int l_get(void)
{
	return l_counter + *l_pointer;
}
