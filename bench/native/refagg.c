/*
 * refagg FILE.pcap [passes]: the floor for "decode and keep one 5-tuple flow", from memory, on one thread.
 * Prints one JSON object. The time is that of the fastest pass but the first, in processor seconds.
 * The capture must be what weir-load writes: little-endian pcap, 42 bytes of Ethernet, IPv4 and UDP before each payload.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include "decode.h"

static double cpu_seconds(void)
{
    struct rusage r;
    getrusage(RUSAGE_SELF, &r);
    return r.ru_utime.tv_sec + r.ru_stime.tv_sec + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) * 1e-6;
}

int main(int argc, char **argv)
{
    struct stat status;
    int fd = argc > 1 ? open(argv[1], O_RDONLY) : -1;
    if (fd < 0 || fstat(fd, &status) < 0 || status.st_size < 24) {
        fprintf(stderr, "usage: refagg FILE.pcap [passes]\n");
        return 2;
    }
    uint8_t *file = mmap(0, status.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
    int passes = argc > 2 ? atoi(argv[2]) : 5;
    double best = 1e9;
    long samples = 0;
    table t;
    table_init(&t, 18);
    for (int pass = 0; pass <= passes; pass++) {
        double start = cpu_seconds();
        samples = 0;
        for (off_t o = 24; o + 16 <= status.st_size;) {
            uint32_t length;
            memcpy(&length, file + o + 8, 4);
            if (length < 42 || o + 16 + (off_t)length > status.st_size)
                break;
            samples += decode_datagram(&t, file + o + 16 + 42, (int)length - 42);
            o += 16 + length;
        }
        double seconds = cpu_seconds() - start;
        if (pass > 0 && seconds < best)
            best = seconds;
    }
    printf("{\"samples\":%ld,\"seconds\":%.6f,\"samplesPerSecond\":%.0f,\"nsPerSample\":%.2f,\"keys\":%lu}\n",
        samples, best, samples / best, best / samples * 1e9, (unsigned long)t.used);
    return 0;
}
