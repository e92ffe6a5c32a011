/* Loads the native parser and uses it: prints the tree of a statement and an error. Built for each platform by build/platforms.sh. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#ifdef _WIN32
#include <windows.h>
#define OPEN(path) LoadLibraryA(path)
#define FIND(library, name) GetProcAddress(library, name)
#else
#include <dlfcn.h>
#define OPEN(path) dlopen(path, RTLD_NOW)
#define FIND(library, name) dlsym(library, name)
#endif

/* As in host.c. */
typedef struct {
    const uint8_t *text;
    uint64_t length;
    const uint8_t *message;
    uint64_t message_length;
    int32_t position;
} result;

int main(int count, char **arguments) {
    if (count != 2) return 2;
    void *library = (void *)OPEN(arguments[1]);
    if (!library) {
        fprintf(stderr, "%s does not load\n", arguments[1]);
        return 1;
    }

    void *(*create)(void) = (void *(*)(void))FIND(library, "pgquery_new");
    int32_t (*run)(void *, int32_t, const char *, uint64_t, result *) = (int32_t (*)(void *, int32_t, const char *, uint64_t, result *))FIND(library, "pgquery_run");
    int32_t (*release)(void *) = (int32_t (*)(void *))FIND(library, "pgquery_release");
    void (*destroy)(void *) = (void (*)(void *))FIND(library, "pgquery_free");
    if (!create || !run || !release || !destroy) {
        fprintf(stderr, "%s lacks a function\n", arguments[1]);
        return 1;
    }

    const char *texts[] = {"SELECT 1 FROM t", "CREATE TABEL t ()"};
    for (int i = 0; i < 2; i++) {
        void *parser = create();
        result answer = {0};
        int32_t status = parser ? run(parser, 0, texts[i], strlen(texts[i]), &answer) : -1;
        printf("%d %.*s%.*s\n", (int)status, status == 0 ? (int)answer.length : 0, (const char *)answer.text, status == 1 ? (int)answer.message_length : 0, (const char *)answer.message);
        if (parser) {
            release(parser);
            destroy(parser);
        }
    }

    return 0;
}
