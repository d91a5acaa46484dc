// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

// libcurl as a table of functions that is filled on first use. Nothing here refers to a symbol of libcurl, so the
// executable is not linked against it: that alone would add 10 ms to the start of every command.
// The inline functions exist because Swift cannot call variadic C functions.

#ifndef MSCTL_CCURL_SHIM_H
#define MSCTL_CCURL_SHIM_H

#include <curl/curl.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef struct ccurl_api {
    CURLcode (*global_init)(long);
    curl_version_info_data *(*version_info)(CURLversion);
    CURL *(*easy_init)(void);
    void (*easy_cleanup)(CURL *);
    CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
    CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
    CURLcode (*easy_pause)(CURL *, int);
    const char *(*easy_strerror)(CURLcode);
    CURLM *(*multi_init)(void);
    CURLMcode (*multi_cleanup)(CURLM *);
    CURLMcode (*multi_add_handle)(CURLM *, CURL *);
    CURLMcode (*multi_remove_handle)(CURLM *, CURL *);
    CURLMcode (*multi_perform)(CURLM *, int *);
    CURLMcode (*multi_poll)(CURLM *, struct curl_waitfd[], unsigned int, int, int *);
    CURLMcode (*multi_wakeup)(CURLM *);
    CURLMsg *(*multi_info_read)(CURLM *, int *);
    struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
    void (*slist_free_all)(struct curl_slist *);
} ccurl_api;

// Fills the table; the name of what is missing, perhaps the file itself, or NULL when all is there.
static inline const char *ccurl_load(ccurl_api *api, const char *file) {
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (!library) return file;
#define CCURL_RESOLVE(field, symbol) \
    *(void **)&api->field = dlsym(library, symbol); \
    if (!api->field) return symbol
    CCURL_RESOLVE(global_init, "curl_global_init");
    CCURL_RESOLVE(version_info, "curl_version_info");
    CCURL_RESOLVE(easy_init, "curl_easy_init");
    CCURL_RESOLVE(easy_cleanup, "curl_easy_cleanup");
    CCURL_RESOLVE(easy_setopt, "curl_easy_setopt");
    CCURL_RESOLVE(easy_getinfo, "curl_easy_getinfo");
    CCURL_RESOLVE(easy_pause, "curl_easy_pause");
    CCURL_RESOLVE(easy_strerror, "curl_easy_strerror");
    CCURL_RESOLVE(multi_init, "curl_multi_init");
    CCURL_RESOLVE(multi_cleanup, "curl_multi_cleanup");
    CCURL_RESOLVE(multi_add_handle, "curl_multi_add_handle");
    CCURL_RESOLVE(multi_remove_handle, "curl_multi_remove_handle");
    CCURL_RESOLVE(multi_perform, "curl_multi_perform");
    CCURL_RESOLVE(multi_poll, "curl_multi_poll");
    CCURL_RESOLVE(multi_wakeup, "curl_multi_wakeup");
    CCURL_RESOLVE(multi_info_read, "curl_multi_info_read");
    CCURL_RESOLVE(slist_append, "curl_slist_append");
    CCURL_RESOLVE(slist_free_all, "curl_slist_free_all");
#undef CCURL_RESOLVE
    return NULL;
}

static inline CURLcode ccurl_global_init(const ccurl_api *api) { return api->global_init(CURL_GLOBAL_DEFAULT); }
// 0x075801 for 7.88.1.
static inline unsigned int ccurl_version(const ccurl_api *api) {
    return api->version_info(CURLVERSION_NOW)->version_num;
}
static inline const char *ccurl_version_text(const ccurl_api *api) {
    return api->version_info(CURLVERSION_NOW)->version;
}
static inline int ccurl_speaks_http2(const ccurl_api *api) {
    return (api->version_info(CURLVERSION_NOW)->features & CURL_VERSION_HTTP2) != 0;
}
static inline CURL *ccurl_easy_init(const ccurl_api *api) { return api->easy_init(); }
static inline void ccurl_easy_cleanup(const ccurl_api *api, CURL *easy) { api->easy_cleanup(easy); }
static inline CURLcode ccurl_easy_resume(const ccurl_api *api, CURL *easy) {
    return api->easy_pause(easy, CURLPAUSE_CONT);
}
static inline const char *ccurl_easy_strerror(const ccurl_api *api, CURLcode code) {
    return api->easy_strerror(code);
}
static inline CURLM *ccurl_multi_init(const ccurl_api *api) { return api->multi_init(); }
static inline void ccurl_multi_cleanup(const ccurl_api *api, CURLM *multi) { api->multi_cleanup(multi); }
static inline CURLMcode ccurl_multi_add(const ccurl_api *api, CURLM *multi, CURL *easy) {
    return api->multi_add_handle(multi, easy);
}
static inline void ccurl_multi_remove(const ccurl_api *api, CURLM *multi, CURL *easy) {
    api->multi_remove_handle(multi, easy);
}
static inline CURLMcode ccurl_multi_perform(const ccurl_api *api, CURLM *multi) {
    int running;
    return api->multi_perform(multi, &running);
}
static inline CURLMcode ccurl_multi_poll(const ccurl_api *api, CURLM *multi, int milliseconds) {
    return api->multi_poll(multi, NULL, 0, milliseconds, NULL);
}
static inline void ccurl_multi_wakeup(const ccurl_api *api, CURLM *multi) { api->multi_wakeup(multi); }

// The next transfer that has ended, and how; NULL when there is none.
static inline CURL *ccurl_multi_next_done(const ccurl_api *api, CURLM *multi, CURLcode *result) {
    int left;
    CURLMsg *message;
    while ((message = api->multi_info_read(multi, &left))) {
        if (message->msg == CURLMSG_DONE) {
            *result = message->data.result;
            return message->easy_handle;
        }
    }
    return NULL;
}

static inline struct curl_slist *ccurl_slist_append(
    const ccurl_api *api, struct curl_slist *list, const char *text) {
    return api->slist_append(list, text);
}
static inline void ccurl_slist_free(const ccurl_api *api, struct curl_slist *list) { api->slist_free_all(list); }

static inline CURLcode ccurl_set_long(const ccurl_api *api, CURL *easy, CURLoption option, long value) {
    return api->easy_setopt(easy, option, value);
}
static inline CURLcode ccurl_set_string(
    const ccurl_api *api, CURL *easy, CURLoption option, const char *value) {
    return api->easy_setopt(easy, option, value);
}
static inline CURLcode ccurl_set_pointer(const ccurl_api *api, CURL *easy, CURLoption option, void *value) {
    return api->easy_setopt(easy, option, value);
}
static inline CURLcode ccurl_set_list(
    const ccurl_api *api, CURL *easy, CURLoption option, struct curl_slist *value) {
    return api->easy_setopt(easy, option, value);
}
typedef size_t (*ccurl_data_function)(char *, size_t, size_t, void *);
static inline CURLcode ccurl_set_function(
    const ccurl_api *api, CURL *easy, CURLoption option, ccurl_data_function value) {
    return api->easy_setopt(easy, option, value);
}
static inline CURLcode ccurl_set_blob(
    const ccurl_api *api, CURL *easy, CURLoption option, const void *bytes, size_t count) {
    struct curl_blob blob = {(void *)bytes, count, CURL_BLOB_COPY};
    return api->easy_setopt(easy, option, &blob);
}
// A body of so many bytes, to be read by a function.
//
// A connection that was used before may end just when it is used again, and libcurl then sends the request anew by itself,
// whatever the method and though the server may have acted. It cannot send a body anew that it does not have, and there is
// no function to go back in this one.
static inline CURLcode ccurl_set_body(
    const ccurl_api *api, CURL *easy, size_t count, ccurl_data_function reader, void *context) {
    CURLcode code = api->easy_setopt(easy, CURLOPT_POST, 1L);
    if (!code) code = api->easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
    if (!code) code = api->easy_setopt(easy, CURLOPT_READFUNCTION, reader);
    return code ? code : api->easy_setopt(easy, CURLOPT_READDATA, context);
}
// A file without a name that lives in memory and is closed in programs that we start; negative where there is none.
static inline int ccurl_memory_file(const char *label) { return (int)syscall(SYS_memfd_create, label, 1U); }

// Microseconds until the request could be sent; 0 when it never came to that.
static inline long long ccurl_pretransfer_time(const ccurl_api *api, CURL *easy) {
    curl_off_t value = 0;
    return api->easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &value) ? 0 : (long long)value;
}

// What a proxy answered when it was asked for a tunnel; 0 when none was asked.
static inline long ccurl_tunnel_status(const ccurl_api *api, CURL *easy) {
    long status = 0;
    return api->easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &status) ? 0 : status;
}

// Whether the transfer had to make its connection, rather than find one.
static inline int ccurl_made_connection(const ccurl_api *api, CURL *easy) {
    long count = 0;
    return !api->easy_getinfo(easy, CURLINFO_NUM_CONNECTS, &count) && count > 0;
}

// A path that died is noticed after 45 s: the kernel gives up when neither data nor a keep-alive probe (the first
// after 15 idle seconds) has been acknowledged for so long. Pings of HTTP/2 are out of reach: libcurl sends them
// only on idle connections.
static inline int ccurl_socket_options(void *context, curl_socket_t socket, curlsocktype purpose) {
    (void)context;
    (void)purpose;
    // Else a program that we start, such as an exec plugin, keeps our connections open after we have closed them.
    fcntl(socket, F_SETFD, FD_CLOEXEC);
    unsigned int milliseconds = 45000;
    // A socket that is not TCP refuses this, which does no harm.
    setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds, sizeof milliseconds);
    return CURL_SOCKOPT_OK;
}
static inline void ccurl_set_dead_path_detection(const ccurl_api *api, CURL *easy) {
    api->easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    api->easy_setopt(easy, CURLOPT_TCP_KEEPIDLE, 15L);
    api->easy_setopt(easy, CURLOPT_TCP_KEEPINTVL, 10L);
    api->easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, ccurl_socket_options);
}

// Else ending a transfer whose name is still being looked up waits for that, and with it every other transfer of the
// thread: for as long as the name servers do not answer. Older versions than 7.87 do not know it and wait.
static inline void ccurl_set_quick_end(const ccurl_api *api, CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075700
    api->easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#else
    (void)api;
    (void)easy;
#endif
}

// Macros and anonymous constants that Swift does not import with a usable type.
static const size_t ccurl_pause = CURL_WRITEFUNC_PAUSE;
static const size_t ccurl_error_size = CURL_ERROR_SIZE;
static const long ccurl_http2_over_tls = CURL_HTTP_VERSION_2TLS;
static const long ccurl_http1 = CURL_HTTP_VERSION_1_1;
static const long ccurl_tls_1_2 = CURL_SSLVERSION_TLSv1_2;

#endif
