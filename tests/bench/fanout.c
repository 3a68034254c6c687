/* Holds many websockets on loopback and says when what they hear was sent.

   fanout PORT SOCKETS STALLED GREETING < requests

   Standard input first brings the requests, a line for each socket (used again in turn): a path, a tab, and header lines
   with tabs between them; then an empty line. GREETING is "-", or text to say once the server has spoken (socket.io).
   When every socket is ready it prints "ready SECONDS". Then commands, a line each:
     again   close all sockets and open them all at once; prints "ready SECONDS"
     take    print what was heard since the last time as JSON
   At the end of standard input it ends.

   Every message holds the mark bt=<19 digits of CLOCK_MONOTONIC, ns>; once, whatever is around it: each mark heard is
   a delivery. The clock is the machine's, so another process may do the sending. A stalled socket stops
   reading once it is ready. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEADER_BYTES = 4096, CHUNK_BYTES = 1 << 18, MARK_BYTES = 23, MAX_SAMPLES = 1 << 24, CONNECTING_AT_ONCE = 200, EVENTS_AT_ONCE = 8192 };
enum state { CONNECTING, ASKED, UPGRADED, READY, CLOSED };

struct line {
    int fd, is_stalled;
    enum state state;
    char *buffer;
    size_t used, room;
};

static struct line *lines;
static char **requests;
static int sockets, stalled, port, request_count, ready, closed, refused, poller;
static const char *greeting;
static int64_t *samples;
static long sample_count, deliveries, frames;

static int64_t now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec * 1000000000LL + at.tv_nsec;
}

static void read_requests(void) {
    char text[HEADER_BYTES];
    while (fgets(text, sizeof text, stdin) && text[0] != '\n') {
        text[strcspn(text, "\n")] = 0;
        char *request = malloc(2 * HEADER_BYTES), *end = request, *headers = strchr(text, '\t');
        if (headers) *headers++ = 0;
        end += sprintf(end, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n", text, port);
        for (char *each = headers ? strtok(headers, "\t") : NULL; each; each = strtok(NULL, "\t"))
            end += sprintf(end, "%s\r\n", each);
        strcpy(end, "\r\n");
        requests = realloc(requests, (request_count + 1) * sizeof *requests);
        requests[request_count++] = request;
    }
}

static void watch(struct line *line, uint32_t events, int how) {
    struct epoll_event event = {.events = events, .data.ptr = line};
    epoll_ctl(poller, how, line->fd, &event);
}

static void say(struct line *line, int opcode, const char *text, size_t size) {
    char frame[256] = {(char)(0x80 | opcode), (char)(0x80 | size)}; /* masked with zeros */
    if (size > 125) return;
    memcpy(frame + 6, text, size);
    if (write(line->fd, frame, size + 6) < 0) return;
}

static void drop(struct line *line) {
    if (line->state == CLOSED) return;
    if (line->state == READY) ready--, closed++;
    else refused++;
    close(line->fd);
    line->state = CLOSED;
}

static void become_ready(struct line *line) {
    line->state = READY;
    ready++;
    if (line->is_stalled) watch(line, 0, EPOLL_CTL_DEL);
}

static void hear(const char *text, size_t size) {
    int64_t at = now(), previous = -1;
    const char *end = text + size;
    for (const char *mark = text; (mark = memmem(mark, end - mark, "bt=", 3)) && end - mark >= MARK_BYTES; mark += MARK_BYTES) {
        int64_t due = strtoll(mark + 3, NULL, 10);
        if (due == previous) continue; /* an item holds its text twice: as it was written, and rendered */
        previous = due;
        if (sample_count < MAX_SAMPLES) samples[sample_count++] = at - due;
        deliveries++;
    }
}

static void take_frame(struct line *line, int opcode, const char *text, size_t size) {
    if (opcode == 9) say(line, 10, text, size);
    else if (opcode == 8) drop(line);
    else if (line->state == UPGRADED && *greeting != '-' && text[0] == '0') say(line, 1, greeting, strlen(greeting));
    else if (line->state == UPGRADED) become_ready(line);
    else if (*greeting != '-' && size == 1 && text[0] == '2') say(line, 1, "3", 1);
    else frames++, hear(text, size);
}

static void take_upgrade(struct line *line) {
    char *end = memmem(line->buffer, line->used, "\r\n\r\n", 4);
    if (!end) return;
    if (strncmp(line->buffer + 9, "101", 3)) {
        if (!refused) fprintf(stderr, "refused: %.60s\n", line->buffer);
        drop(line);
        return;
    }
    size_t head = end + 4 - line->buffer;
    memmove(line->buffer, line->buffer + head, line->used -= head);
    line->state = UPGRADED;
}

static void take_frames(struct line *line) {
    size_t at = 0;
    while (line->state != CLOSED && line->used - at >= 2) {
        unsigned char *frame = (unsigned char *)line->buffer + at;
        uint64_t size = frame[1] & 127;
        size_t head = size < 126 ? 2 : size == 126 ? 4 : 10;
        if (line->used - at < head) break;
        if (head > 2) size = 0;
        for (size_t place = 2; place < head; place++) size = size << 8 | frame[place];
        if (line->used - at < head + size) break;
        take_frame(line, frame[0] & 15, (char *)frame + head, size);
        at += head + size;
    }
    memmove(line->buffer, line->buffer + at, line->used -= at);
}

static void on_readable(struct line *line) {
    static char chunk[CHUNK_BYTES];
    ssize_t size = read(line->fd, chunk, sizeof chunk);
    if (size <= 0) {
        if (size == 0 || errno != EAGAIN) drop(line);
        return;
    }
    if (line->room < line->used + size + 1) line->buffer = realloc(line->buffer, line->room = line->used + size + 4096);
    memcpy(line->buffer + line->used, chunk, size);
    line->used += size;
    line->buffer[line->used] = 0;
    if (line->state == ASKED) take_upgrade(line);
    if (line->state == UPGRADED || line->state == READY) take_frames(line);
}

static void connect_one(int number) {
    struct line *line = &lines[number];
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int small = 4096;
    line->is_stalled = number < stalled;
    line->state = CONNECTING;
    line->used = 0;
    line->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (line->is_stalled) setsockopt(line->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    if (connect(line->fd, (void *)&address, sizeof address) && errno != EINPROGRESS) drop(line);
    else watch(line, EPOLLOUT, EPOLL_CTL_ADD);
}

/* Looks once in a millisecond instead of waiting to be woken: on one machine the sender would pay for that. */
static void poll_lines(void) {
    static struct epoll_event events[EVENTS_AT_ONCE];
    static const struct timespec a_millisecond = {.tv_nsec = 1000000};
    int count = epoll_wait(poller, events, EVENTS_AT_ONCE, 0);
    if (!count) nanosleep(&a_millisecond, NULL);
    for (int each = 0; each < count; each++) {
        struct line *line = events[each].data.ptr;
        if (line->state == CONNECTING) {
            const char *request = requests[(line - lines) % request_count];
            line->state = ASKED;
            watch(line, EPOLLIN, EPOLL_CTL_MOD);
            if (write(line->fd, request, strlen(request)) < 0) drop(line);
        } else if (line->state != CLOSED) on_readable(line);
    }
}

static void connect_all(int at_once) {
    int64_t begun = now(), deadline = begun + 60000000000LL;
    ready = refused = closed = 0;
    for (int begun_count = 0; ready + refused < sockets && now() < deadline; poll_lines())
        while (begun_count < sockets && begun_count - ready - refused < at_once) connect_one(begun_count++);
    printf("ready %.3f %d\n", (now() - begun) / 1e9, ready);
    fflush(stdout);
}

static int by_size(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static double milliseconds_at(double share) { return sample_count ? samples[(long)(share * (sample_count - 1))] / 1e6 : 0; }

static void report(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    double cpu = used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    qsort(samples, sample_count, sizeof *samples, by_size);
    printf("{\"ready\": %d, \"closed\": %d, \"deliveries\": %ld, \"frames\": %ld, \"p50_ms\": %.3f, "
           "\"p99_ms\": %.3f, \"max_ms\": %.3f, \"cpu_seconds\": %.3f}\n",
           ready, closed, deliveries, frames, milliseconds_at(.5), milliseconds_at(.99), milliseconds_at(1), cpu);
    fflush(stdout);
    sample_count = deliveries = frames = 0;
}

int main(int count, char **arguments) {
    if (count != 5) return 2;
    port = atoi(arguments[1]), sockets = atoi(arguments[2]), stalled = atoi(arguments[3]), greeting = arguments[4];
    setvbuf(stdin, NULL, _IONBF, 0);
    read_requests();
    lines = calloc(sockets, sizeof *lines);
    samples = malloc(MAX_SAMPLES * sizeof *samples);
    poller = epoll_create1(0);
    struct pollfd input = {.fd = 0, .events = POLLIN};
    connect_all(CONNECTING_AT_ONCE);
    for (char command[16];;) {
        poll_lines();
        if (poll(&input, 1, 0) <= 0) continue;
        if (!fgets(command, sizeof command, stdin)) return 0;
        if (!strncmp(command, "take", 4)) report();
        if (!strncmp(command, "again", 5)) {
            for (int each = 0; each < sockets; each++) drop(&lines[each]);
            connect_all(sockets);
        }
    }
}
