// link: -rdynamic
/*
 * ulib FILE N: N times loads the library, counts in it by itself, in threads older and younger than the library and in a
 * child, and unloads it. FILE may be the library's copy.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void (*l_count)(int n, int step);
static void (*l_set)(long value);
static sem_t loaded, done;
static int rounds;

/* Older than the library. */
static void *older(void *unused)
{
	for (int i = 0; i < rounds; i++) {
		sem_wait(&loaded);
		l_count(3, 100);
		sem_post(&done);
	}
	return unused;
}

static void *younger(void *unused)
{
	l_count(2, 1000);
	return unused;
}

int main(int argc, char **argv)
{
	pthread_t old, young;

	rounds = argc > 2 ? atoi(argv[2]) : 1;
	sem_init(&loaded, 0, 0);
	sem_init(&done, 0, 0);
	pthread_create(&old, NULL, older, NULL);
	for (int i = 0; i < rounds; i++) {
		void *library = dlopen(argv[1], RTLD_NOW);
		pid_t child;

		if (!library) {
			fprintf(stderr, "%s\n", dlerror());
			return 1;
		}
		l_count = (void (*)(int, int))dlsym(library, "l_count");
		l_set = (void (*)(long))dlsym(library, "l_set");
		l_count(1, 1);
		sem_post(&loaded);
		sem_wait(&done);
		pthread_create(&young, NULL, younger, NULL);
		pthread_join(young, NULL);
		child = fork();
		if (!child) {
			l_count(1, 10000);
			_exit(0);
		}
		waitpid(child, NULL, 0);
		l_set(0x123456789abcdef + i);
		dlclose(library);
	}
	pthread_join(old, NULL);
	return 0;
}
