// SPDX-License-Identifier: Apache-2.0
//
// The baseline of the bench: libmicrohttpd from plain C, one epoll thread, answering every request
// with the same bytes.
//
//     bare-http HEADERS BODY
//
// HEADERS is a file of `Name: value` lines, BODY the file that is sent. Prints its port and runs
// until it is killed.

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum MHD_Result answer(
    void *response, struct MHD_Connection *connection, const char *url, const char *method,
    const char *version, const char *upload, size_t *upload_size, void **slot) {
    (void)url, (void)method, (void)version, (void)upload, (void)upload_size;
    // The first call announces the request; the second asks for the answer.
    if (*slot == NULL) {
        *slot = response;
        return MHD_YES;
    }
    return MHD_queue_response(connection, MHD_HTTP_OK, response);
}

static char *whole_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) return NULL;
    long length = ftell(file);
    rewind(file);
    char *bytes = length < 0 ? NULL : malloc((size_t)length + 1);
    if (bytes == NULL) return NULL;
    *size = fread(bytes, 1, (size_t)length, file);
    bytes[*size] = 0;
    fclose(file);
    return bytes;
}

static struct MHD_Response *response_of(const char *headers, const char *body) {
    size_t size = 0;
    char *lines = whole_file(headers, &size);
    char *bytes = whole_file(body, &size);
    if (lines == NULL || bytes == NULL) return NULL;
    struct MHD_Response *response =
        MHD_create_response_from_buffer(size, bytes, MHD_RESPMEM_PERSISTENT);
    for (char *line = strtok(lines, "\r\n"); line != NULL; line = strtok(NULL, "\r\n")) {
        char *colon = strstr(line, ": ");
        if (colon == NULL) continue;
        *colon = 0;
        MHD_add_response_header(response, line, colon + 2);
    }
    return response;
}

int main(int count, char **arguments) {
    struct MHD_Response *response = count == 3 ? response_of(arguments[1], arguments[2]) : NULL;
    if (response == NULL) return 1;
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer, response, MHD_OPTION_SOCK_ADDR,
        &address, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)16 * 1024, MHD_OPTION_END);
    if (daemon == NULL) return 1;
    printf("%u\n", (unsigned)MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    for (;;) pause();
}
