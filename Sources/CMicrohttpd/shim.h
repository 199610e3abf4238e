// SPDX-License-Identifier: Apache-2.0
//
// Swift cannot call variadic functions; each one Web needs has a plain face here.

#pragma once

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

/// What a daemon is started with; times in seconds, 0 means without limit.
struct hall_daemon_settings {
    int listening_socket;
    unsigned int connection_limit;
    unsigned int connections_per_address;
    unsigned int idle_seconds;
    size_t connection_memory;
};

/// Leaves paths and queries as they came: Web decodes them itself, segment by segment, and
/// refuses what is not UTF-8.
static inline size_t hall_keep_escaped(void *cls, struct MHD_Connection *connection, char *text) {
    (void)cls;
    (void)connection;
    return strlen(text);
}

/// One epoll thread whose connections may be suspended. NULL when it cannot start.
static inline struct MHD_Daemon *hall_daemon_start(
    const struct hall_daemon_settings *settings, MHD_AccessHandlerCallback access,
    MHD_RequestCompletedCallback completed, MHD_NotifyConnectionCallback changed, void *server) {
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, access, server,
        MHD_OPTION_LISTEN_SOCKET, settings->listening_socket,
        MHD_OPTION_NOTIFY_COMPLETED, completed, server,
        MHD_OPTION_NOTIFY_CONNECTION, changed, server,
        MHD_OPTION_UNESCAPE_CALLBACK, hall_keep_escaped, NULL,
        MHD_OPTION_CONNECTION_LIMIT, settings->connection_limit,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, settings->connections_per_address,
        MHD_OPTION_CONNECTION_TIMEOUT, settings->idle_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, settings->connection_memory,
        MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_END);
}

/// The socket under a connection, or -1.
static inline int hall_connection_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info == NULL ? -1 : info->connect_fd;
}

/// What MHD_NotifyConnectionCallback stored for the connection's socket.
static inline void *hall_connection_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == NULL ? NULL : info->socket_context;
}

/// Writes the peer's IPv4 address as text; returns 1 when it is of 127.0.0.0/8, else 0.
static inline int hall_connection_peer(
    struct MHD_Connection *connection, char *text, unsigned int capacity) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    text[0] = 0;
    if (info == NULL || info->client_addr == NULL || info->client_addr->sa_family != AF_INET)
        return 0;
    const struct sockaddr_in *address = (const struct sockaddr_in *)info->client_addr;
    inet_ntop(AF_INET, &address->sin_addr, text, capacity);
    return (ntohl(address->sin_addr.s_addr) >> 24) == 127;
}

/// Ends MHD's own idle timing for one connection: an event stream is idle by nature.
static inline void hall_connection_never_idle(struct MHD_Connection *connection) {
    MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, 0u);
}
