/*
 * rx PORT [idle seconds]: the floor for live reception on one core: recvmmsg of 64, decode, one 5-tuple table, 127.0.0.1 only.
 * Ends when nothing came for the idle time (default 1.5) after the first datagram, or after 20 seconds without one.
 * Prints one JSON object.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include "decode.h"

enum { BATCH = 64, SLOT = 2048 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static int open_socket(int port)
{
    int fd = socket(AF_INET, SOCK_DGRAM, 0), one = 1, buffer = 4 << 20;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer);
    setsockopt(fd, SOL_SOCKET, SO_RXQ_OVFL, &one, sizeof one);
    struct timeval timeout = { 0, 100000 };
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    struct sockaddr_in local = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    if (bind(fd, (void *)&local, sizeof local)) {
        perror("rx: bind");
        exit(1);
    }
    return fd;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: rx PORT [idle seconds]\n");
        return 2;
    }
    static struct mmsghdr messages[BATCH];
    static struct iovec vectors[BATCH];
    static char controls[BATCH][64];
    uint8_t *buffer = malloc(BATCH * SLOT);
    for (int i = 0; i < BATCH; i++) {
        vectors[i] = (struct iovec) { buffer + i * SLOT, SLOT };
        messages[i].msg_hdr.msg_iov = &vectors[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    int fd = open_socket(atoi(argv[1]));
    double idle = argc > 2 ? atof(argv[2]) : 1.5, begun = now(), first = 0, last = 0;
    long datagrams = 0, samples = 0;
    uint32_t drops = 0;
    table t;
    table_init(&t, 18);
    for (;;) {
        for (int i = 0; i < BATCH; i++) {
            messages[i].msg_hdr.msg_control = controls[i];
            messages[i].msg_hdr.msg_controllen = sizeof controls[i];
        }
        int n = recvmmsg(fd, messages, BATCH, MSG_WAITFORONE, 0);
        double time = now();
        if (n <= 0) {
            if (datagrams ? time - last > idle : time - begun > 20)
                break;
            continue;
        }
        first = datagrams ? first : time;
        last = time;
        datagrams += n;
        for (int i = 0; i < n; i++)
            samples += decode_datagram(&t, vectors[i].iov_base, (int)messages[i].msg_len);
        struct cmsghdr *c = CMSG_FIRSTHDR(&messages[n - 1].msg_hdr);
        if (c && c->cmsg_type == SO_RXQ_OVFL)
            memcpy(&drops, CMSG_DATA(c), sizeof drops);
    }
    struct rusage r;
    getrusage(RUSAGE_SELF, &r);
    double cpu = r.ru_utime.tv_sec + r.ru_stime.tv_sec + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) * 1e-6;
    printf("{\"datagrams\":%ld,\"samples\":%ld,\"kernelDrops\":%u,\"seconds\":%.3f,\"cpuSeconds\":%.3f,\"keys\":%lu}\n",
        datagrams, samples, drops, last - first, cpu, (unsigned long)t.used);
    return 0;
}
