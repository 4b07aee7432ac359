// The most that libcurl gives: threads that send the same mail over one kept connection each, and do nothing else.
//   curl-loop URL THREADS COUNT FILE      prints "SENT SECONDS"
// The options are those that matter to speed in Sources/SMTP; nothing is composed, classified or written down.
#include <curl/curl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *url;
static char *mail;
static size_t mail_length;
static atomic_long left;
static atomic_long sent;

static size_t feed(char *to, size_t size, size_t count, void *at) {
    size_t *position = at;
    size_t room = size * count;
    size_t rest = mail_length - *position;
    size_t length = rest < room ? rest : room;
    memcpy(to, mail + *position, length);
    *position += length;
    return length;
}

static void *work(void *unused) {
    (void)unused;
    CURL *easy = curl_easy_init();
    if (!easy) return NULL;
    while (atomic_fetch_sub(&left, 1) > 0) {
        size_t position = 0;
        struct curl_slist *to = curl_slist_append(NULL, "<someone@example.org>");
        curl_easy_reset(easy);
        curl_easy_setopt(easy, CURLOPT_URL, url);
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(easy, CURLOPT_MAIL_FROM, "<gallery@example.com>");
        curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, to);
        curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(easy, CURLOPT_READFUNCTION, feed);
        curl_easy_setopt(easy, CURLOPT_READDATA, &position);
        if (curl_easy_perform(easy) == CURLE_OK) atomic_fetch_add(&sent, 1);
        curl_slist_free_all(to);
    }
    curl_easy_cleanup(easy);
    return NULL;
}

static int read_mail(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return 0;
    fseek(file, 0, SEEK_END);
    long length = ftell(file);
    rewind(file);
    mail = length > 0 ? malloc((size_t)length) : NULL;
    mail_length = mail ? fread(mail, 1, (size_t)length, file) : 0;
    fclose(file);
    return mail_length > 0;
}

int main(int count, char **arguments) {
    if (count != 5 || !read_mail(arguments[4])) {
        fprintf(stderr, "usage: curl-loop URL THREADS COUNT FILE\n");
        return 2;
    }
    url = arguments[1];
    int threads = atoi(arguments[2]);
    atomic_store(&left, atol(arguments[3]));
    if (threads < 1 || threads > 256) return 2;
    curl_global_init(CURL_GLOBAL_DEFAULT);

    pthread_t workers[256];
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int index = 0; index < threads; index++) pthread_create(&workers[index], NULL, work, NULL);
    for (int index = 0; index < threads; index++) pthread_join(workers[index], NULL);
    clock_gettime(CLOCK_MONOTONIC, &end);
    double seconds = (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
    printf("%ld %.4f\n", atomic_load(&sent), seconds);
    return 0;
}
