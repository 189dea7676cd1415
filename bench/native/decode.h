/*
 * The floor to compare with: a plain single-threaded walk over sFlow v5 datagrams that adds up one 5-tuple table.
 * It does as little as can be called the same work: no windows, no decay, no top-N, no IPv6, no VLAN stacks, no filters.
 */
#pragma once
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    uint32_t source, destination;
    uint16_t source_port, destination_port;
    uint8_t protocol, used;
    uint64_t bytes, packets;
} slot;

typedef struct {
    slot *slots;
    uint32_t mask;
    uint64_t used;
    uint64_t counter_samples;
} table;

static inline void table_init(table *t, int bits)
{
    t->slots = calloc(1u << bits, sizeof(slot));
    t->mask = (1u << bits) - 1;
    t->used = 0;
    t->counter_samples = 0;
}

static inline uint32_t be32(const uint8_t *p)
{
    uint32_t v;
    memcpy(&v, p, 4);
    return __builtin_bswap32(v);
}

static inline uint16_t be16(const uint8_t *p) { return (uint16_t)(p[0] << 8 | p[1]); }

/* Open addressing with linear probing; when three quarters are in use, new keys are left out. */
static inline void table_add(table *t, const slot *key, uint64_t bytes, uint64_t packets)
{
    uint64_t ports = (uint64_t)key->source_port << 24 | (uint64_t)key->destination_port << 8 | key->protocol;
    uint64_t h = ((uint64_t)key->source << 32 | key->destination) * 0x9e3779b97f4a7c15ull;
    h ^= h >> 29;
    h += ports * 0xbf58476d1ce4e5b9ull;
    h ^= h >> 32;
    h *= 0x94d049bb133111ebull;
    for (uint32_t i = h >> 40;; i++) {
        slot *s = &t->slots[i & t->mask];
        if (!s->used) {
            if (t->used * 4 > (uint64_t)t->mask * 3)
                return;
            *s = *key;
            s->used = 1;
            s->bytes = bytes;
            s->packets = packets;
            t->used++;
            return;
        }
        if (s->source == key->source && s->destination == key->destination && s->source_port == key->source_port
            && s->destination_port == key->destination_port && s->protocol == key->protocol) {
            s->bytes += bytes;
            s->packets += packets;
            return;
        }
    }
}

/* One sampled_header record (flow record 0:1): Ethernet, at most one VLAN tag, IPv4. */
static inline void decode_header(table *t, const uint8_t *r, uint32_t length, uint32_t rate)
{
    if (length < 16)
        return;
    uint32_t frame_length = be32(r + 4), captured = be32(r + 12), offset = 14;
    if (captured > length - 16 || be32(r) != 1 || captured < 38)
        return;
    const uint8_t *frame = r + 16;
    uint16_t type = be16(frame + 12);
    if (type == 0x8100) {
        type = be16(frame + 16);
        offset = 18;
    }
    if (type != 0x0800)
        return;
    const uint8_t *ip = frame + offset;
    uint32_t ip_header = (ip[0] & 15) * 4;
    if (offset + ip_header + 4 > captured)
        return;
    slot key = { .protocol = ip[9] };
    memcpy(&key.source, ip + 12, 4);
    memcpy(&key.destination, ip + 16, 4);
    if (key.protocol == 6 || key.protocol == 17) {
        key.source_port = be16(ip + ip_header);
        key.destination_port = be16(ip + ip_header + 2);
    }
    table_add(t, &key, (uint64_t)frame_length * rate, rate);
}

/* Returns the number of flow samples. */
static inline int decode_datagram(table *t, const uint8_t *p, int length)
{
    const uint8_t *end = p + length;
    int samples = 0;
    if (length < 28 || be32(p) != 5)
        return 0;
    int v6 = be32(p + 4) == 2;
    if (v6 && length < 40)
        return 0;
    p += v6 ? 36 : 24;
    uint32_t count = be32(p);
    p += 4;
    while (count-- && p + 8 <= end) {
        uint32_t type = be32(p), size = be32(p + 4);
        const uint8_t *q = p + 8;
        if (size > (uint32_t)(end - q))
            return samples;
        p = q + size;
        if (type == 2 || type == 4)
            t->counter_samples++;
        if (type != 1 && type != 3)
            continue;
        int expanded = type == 3;
        if (size < 32u + 12 * expanded)
            continue;
        uint32_t rate = be32(q + (expanded ? 12 : 8)), records = be32(q + (expanded ? 40 : 28));
        q += expanded ? 44 : 32;
        samples++;
        while (records-- && q + 8 <= p) {
            uint32_t record = be32(q), record_size = be32(q + 4);
            const uint8_t *body = q + 8;
            if (record_size > (uint32_t)(p - body))
                break;
            q = body + record_size;
            if (record == 1)
                decode_header(t, body, record_size, rate);
        }
    }
    return samples;
}
