/* Host of PostgreSQL's parser: runs the WebAssembly module, which wasm2c has turned into C, behind four functions.

   The module cannot reach anything outside its own memory. What goes wrong inside it (a trap, an exhausted stack, no memory)
   comes back as a status of that one call; the caller then frees the instance. An instance serves one call at a time. */

#define _GNU_SOURCE             /* pthread_getattr_np */
#undef _WIN32_WINNT
#define _WIN32_WINNT 0x0602     /* GetCurrentThreadStackLimits */

#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#define API __declspec(dllexport)
#else
#include <pthread.h>
#include <sys/mman.h>
#define API __attribute__((visibility("default")))
#endif

#include "wasm2c.h"

/* Without this the two would bind to the version of the C library that we build on; .NET runs on much older ones. */
#ifdef __GLIBC__
#ifdef __aarch64__
#define OLDEST "GLIBC_2.17"
#else
#define OLDEST "GLIBC_2.2.5"
#endif
__asm__(".symver pthread_getattr_np, pthread_getattr_np@" OLDEST);
__asm__(".symver pthread_attr_getstack, pthread_attr_getstack@" OLDEST);
#endif

/* The plain forms save no signal mask and, on Windows, walk no unwind tables: only generated frames lie in between. */
#ifdef _WIN32
#define CATCH(buffer) _setjmp(buffer, NULL)
#define THROW(buffer) longjmp(buffer, 1)
#else
#define CATCH(buffer) _setjmp(buffer)
#define THROW(buffer) _longjmp(buffer, 1)
#endif

enum {
    PAGE = 65536,
    STACK_MARGIN = 64 * 1024,           /* for the C library and the runtime's signal handlers below us */
    STACK_MOST = 32 * 1024 * 1024,      /* whatever the thread has, use no more */
    MEMORY_MOST = 1024 * 1024 * 1024,
};

/* Mirrored in NativeParser.cs. */
enum operation { PARSE, PARSE_PLPGSQL, FINGERPRINT, NORMALIZE, SCAN };
enum status { OK, REFUSED, TRAPPED, STACK_EXHAUSTED, MEMORY_EXHAUSTED };

typedef struct {
    const uint8_t *text;    /* JSON, or plain text of NORMALIZE and FINGERPRINT; lives until pgquery_release */
    uint64_t length;
    const uint8_t *message; /* why the text was refused */
    uint64_t message_length;
    int32_t position;       /* of the error, counted in characters from 1; 0 unknown */
} result;

typedef struct {
    HOST_TYPE head;
    wasm_module module;
    jmp_buf *catcher;       /* innermost setjmp of the module */
    jmp_buf *exit;          /* end of the running call */
    enum status failure;
    int starved;            /* memory was asked for and refused */

    enum operation operation;
    const uint8_t *text;
    uint64_t length;
    result *result;
    uint32_t input, output; /* addresses to free, 0 if none */
} instance;

static _Thread_local instance *running;

/* ---- what the generated code asks of its runtime ---- */

static void *reserve(size_t size) {
#ifdef _WIN32
    return VirtualAlloc(NULL, size, MEM_RESERVE, PAGE_NOACCESS);
#else
    void *address = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return address == MAP_FAILED ? NULL : address;
#endif
}

static int commit(void *address, size_t size) {
#ifdef _WIN32
    return VirtualAlloc(address, size, MEM_COMMIT, PAGE_READWRITE) != NULL;
#else
    return mprotect(address, size, PROT_READ | PROT_WRITE) == 0;
#endif
}

static void release(void *address) {
#ifdef _WIN32
    VirtualFree(address, 0, MEM_RELEASE);
#else
    munmap(address, MEMORY_MOST);
#endif
}

static WASM_RT_NO_RETURN void fail(instance *self, enum status status) {
    self->failure = status;
    THROW(*self->exit);
}

void wasm_rt_trap(wasm_rt_trap_t trap) {
    fail(running, trap == WASM_RT_TRAP_EXHAUSTION ? STACK_EXHAUSTED : TRAPPED);
}

void wasm_rt_init(void) {}

bool wasm_rt_is_initialized(void) {
    return true;
}

/* Address space for the most the module may have is set aside at once, so growing never moves what it has. */
static void allocate_memory(wasm_rt_memory_t *memory, uint64_t initial, uint64_t most) {
    uint8_t *data = most * PAGE <= MEMORY_MOST ? reserve(MEMORY_MOST) : NULL;
    if (data != NULL && !commit(data, initial * PAGE)) {
        release(data);
        data = NULL;
    }
    if (data == NULL)
        fail(running, MEMORY_EXHAUSTED);
    memory->data = data;
    memory->pages = initial;
    memory->max_pages = most;
    memory->size = initial * PAGE;
}

static uint64_t grow_memory(wasm_rt_memory_t *memory, uint64_t pages) {
    uint64_t before = memory->pages;
    if (pages > memory->max_pages - before || (pages > 0 && !commit(memory->data + memory->size, pages * PAGE)))
        return UINT32_MAX;
    memory->pages += pages;
    memory->size += pages * PAGE;
    return before;
}

void wasm_rt_free_memory(wasm_rt_memory_t *memory) {
    if (memory->data != NULL)
        release(memory->data);
}

void wasm_rt_allocate_funcref_table(wasm_rt_funcref_table_t *table, uint32_t elements, uint32_t most) {
    table->data = calloc(elements, sizeof *table->data);
    if (table->data == NULL)
        fail(running, MEMORY_EXHAUSTED);
    table->size = elements;
    table->max_size = most;
}

void wasm_rt_free_funcref_table(wasm_rt_funcref_table_t *table) {
    free(table->data);
}

#ifdef WABT_Z_NAMES
#include <stdarg.h>

void wasm_rt_allocate_memory(wasm_rt_memory_t *memory, uint32_t initial, uint32_t most) {
    allocate_memory(memory, initial, most);
}

uint32_t wasm_rt_grow_memory(wasm_rt_memory_t *memory, uint32_t pages) {
    return (uint32_t)grow_memory(memory, pages);
}

typedef uint32_t func_type;
#define register_type wasm_rt_register_func_type

static bool same_type(func_type one, func_type other) {
    return one == other;
}

/* Equal signatures get equal numbers, from 1. Called while the library loads, by one thread. */
uint32_t wasm_rt_register_func_type(uint32_t parameters, uint32_t results, ...) {
    enum { TYPES_MOST = 64, VALUES_MOST = 32 };
    static uint8_t types[TYPES_MOST][VALUES_MOST + 2];
    static uint32_t count;
    uint8_t type[VALUES_MOST + 2] = { (uint8_t)parameters, (uint8_t)results };
    if (parameters + results > VALUES_MOST || count == TYPES_MOST)
        abort();
    va_list values;
    va_start(values, results);
    for (uint32_t i = 0; i < parameters + results; i++)
        type[2 + i] = (uint8_t)va_arg(values, int);
    va_end(values);
    uint32_t number = 0;
    while (number < count && memcmp(types[number], type, sizeof type) != 0)
        number++;
    if (number == count)
        memcpy(types[count++], type, sizeof type);
    return number + 1;
}
#else
typedef wasm_rt_func_type_t func_type;
#define register_type wasm2c_pgquery_get_func_type

/* A type is a digest of its signature. */
static bool same_type(func_type one, func_type other) {
    return one != NULL && other != NULL && memcmp(one, other, 32) == 0;
}

void wasm_rt_allocate_memory(wasm_rt_memory_t *memory, uint64_t initial, uint64_t most, bool is64) {
    memory->is64 = is64;
    allocate_memory(memory, initial, most);
}

uint64_t wasm_rt_grow_memory(wasm_rt_memory_t *memory, uint64_t pages) {
    return grow_memory(memory, pages);
}
#endif

/* The module's types of the signatures that it calls through the host, by number of 32-bit parameters. */
enum { PARAMETERS_MOST = 13 };
static func_type returning_void[PARAMETERS_MOST + 1], returning_u32[PARAMETERS_MOST + 1], returning_u64[PARAMETERS_MOST + 1];

__attribute__((constructor)) static void initialize(void) {
    enum { I32 = WASM_RT_I32, I64 = WASM_RT_I64 };
    module_init();
    for (uint32_t i = 0; i <= PARAMETERS_MOST; i++) {
        returning_void[i] = register_type(i, 0, I32, I32, I32, I32, I32, I32, I32, I32, I32, I32, I32, I32, I32);
        returning_u32[i] = register_type(i, 1, I32, I32, I32, I32, I32, I32, I32, I32, I32, I32, I32, I32, I32, I32);
    }
    returning_u64[1] = register_type(1, 1, I32, I64);
}

/* ---- the module's memory, never trusted ---- */

static uint8_t *memory_at(instance *self, uint32_t address, uint64_t length) {
    if (address + length > self->module.w2c_z.size)
        fail(self, TRAPPED);
    return self->module.w2c_z.data + address;
}

static uint32_t read32(instance *self, uint32_t address) {
    uint32_t value;
    memcpy(&value, memory_at(self, address, sizeof value), sizeof value);
    return value;
}

static const uint8_t *read_string(instance *self, uint32_t address, uint64_t *length) {
    if (address == 0) {
        *length = 0;
        return NULL;
    }
    const uint8_t *start = memory_at(self, address, 1);
    const uint8_t *end = memchr(start, 0, self->module.w2c_z.size - address);
    if (end == NULL)
        fail(self, TRAPPED);
    *length = (uint64_t)(end - start);
    return start;
}

/* ---- what the module imports: letters are those of wasmImports in the package's libpg-query.js ---- */

/* Parameters and arguments of an invoke import behind the first. */
#define P0
#define P1 , u32 a
#define P2 P1, u32 b
#define P3 P2, u32 c
#define P4 P3, u32 d
#define P5 P4, u32 e
#define P13 P5, u32 f, u32 g, u32 h, u32 i, u32 j, u32 k, u32 l, u32 m
#define A0
#define A1 , a
#define A2 A1, b
#define A3 A2, c
#define A4 A3, d
#define A5 A4, e
#define A13 A5, f, g, h, i, j, k, l, m

/* Calls a table entry; a longjmp of PostgreSQL's error handling ends here, and the module sees it through setThrew. */
#define INVOKE(name, count, type, assign, value, none)                                              \
    type IMPORT(name)(HOST_TYPE *host, u32 index P##count) {                                        \
        instance *self = (instance *)host;                                                          \
        wasm_module *module = &self->module;                                                        \
        const wasm_rt_funcref_table_t *table = &module->w2c_D;                                      \
        if (index >= table->size || !same_type(table->data[index].func_type, returning_##type[count])) \
            fail(self, TRAPPED);                                                                    \
        uint32_t stack = EXPORT(R)(module);                                                         \
        jmp_buf here, *outer = self->catcher;                                                       \
        self->catcher = &here;                                                                      \
        if (CATCH(here) == 0) {                                                                     \
            assign ((type (*)(wasm_module * P##count))table->data[index].func)(module A##count);    \
            self->catcher = outer;                                                                  \
            return value;                                                                           \
        }                                                                                           \
        self->catcher = outer;                                                                      \
        EXPORT(Q)(module, stack);                                                                   \
        EXPORT(P)(module, 1, 0);                                                                    \
        return none;                                                                                \
    }
#define INVOKE_VALUE(name, count, type) INVOKE(name, count, type, type value =, value, 0)
#define INVOKE_VOID(name, count) INVOKE(name, count, void, , , )

INVOKE_VALUE(g, 0, u32)
INVOKE_VALUE(b, 1, u32)
INVOKE_VALUE(a, 2, u32)
INVOKE_VALUE(d, 3, u32)
INVOKE_VALUE(k, 4, u32)
INVOKE_VALUE(l, 1, u64)
INVOKE_VOID(e, 0)
INVOKE_VOID(f, 1)
INVOKE_VOID(h, 2)
INVOKE_VOID(j, 3)
INVOKE_VOID(i, 4)
INVOKE_VOID(y, 5)
INVOKE_VOID(n, 13)

/* longjmp */
void IMPORT(p)(HOST_TYPE *host) {
    instance *self = (instance *)host;
    if (self->catcher == NULL)
        fail(self, TRAPPED);
    THROW(*self->catcher);
}

/* resize_heap(bytes): grow by half at least, so that few calls suffice. */
u32 IMPORT(q)(HOST_TYPE *host, u32 size) {
    instance *self = (instance *)host;
    wasm_rt_memory_t *memory = &self->module.w2c_z;
    uint64_t most = (uint64_t)memory->max_pages * PAGE;
    uint64_t wanted = memory->size + memory->size / 2;
    if (wanted < size)
        wanted = ((uint64_t)size + PAGE - 1) / PAGE * PAGE;
    if (wanted > most)
        wanted = most;
    if (size <= most && grow_memory(memory, (wanted - memory->size) / PAGE) != UINT32_MAX)
        return 1;
    self->starved = 1;
    return 0;
}

/* assert_fail, exit, proc_exit, abort: the module gives up */
void IMPORT(c)(HOST_TYPE *host, u32 condition, u32 file, u32 line, u32 function) {
    fail((instance *)host, TRAPPED);
}

void IMPORT(m)(HOST_TYPE *host, u32 code) {
    fail((instance *)host, TRAPPED);
}

void IMPORT(v)(HOST_TYPE *host, u32 code) {
    fail((instance *)host, TRAPPED);
}

void IMPORT(x)(HOST_TYPE *host) {
    fail((instance *)host, TRAPPED);
}

/* keepalive_clear and setitimer: there is no event loop */
void IMPORT(w)(HOST_TYPE *host) {}

u32 IMPORT(o)(HOST_TYPE *host, u32 which, f64 milliseconds) {
    return 0;
}

/* fd_close, fd_read, fd_seek, fd_write: no files; what is printed is dropped */
enum { WASI_BAD_DESCRIPTOR = 8 };

u32 IMPORT(u)(HOST_TYPE *host, u32 descriptor) {
    return 0;
}

u32 IMPORT(r)(HOST_TYPE *host, u32 descriptor, u32 vectors, u32 count, u32 done) {
    return WASI_BAD_DESCRIPTOR;
}

u32 IMPORT(s)(HOST_TYPE *host, u32 descriptor, u64 offset, u32 whence, u32 position) {
    return WASI_BAD_DESCRIPTOR;
}

u32 IMPORT(t)(HOST_TYPE *host, u32 descriptor, u32 vectors, u32 count, u32 done) {
    instance *self = (instance *)host;
    uint32_t total = 0;
    for (uint32_t i = 0; i < count; i++)
        total += read32(self, vectors + i * 8 + 4);
    memcpy(memory_at(self, done, sizeof total), &total, sizeof total);
    return 0;
}

/* ---- calls into the module ---- */

static uintptr_t find_stack_limit(void) {
    uintptr_t lowest;
#if defined(_WIN32)
    ULONG_PTR low, high;
    GetCurrentThreadStackLimits(&low, &high);
    lowest = low;
#elif defined(__APPLE__)
    pthread_t self = pthread_self();
    lowest = (uintptr_t)pthread_get_stackaddr_np(self) - pthread_get_stacksize_np(self);
#else
    pthread_attr_t attributes;
    void *address = NULL;
    size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
        pthread_attr_getstack(&attributes, &address, &size);
        pthread_attr_destroy(&attributes);
    }
    lowest = (uintptr_t)address;
#endif
    uintptr_t here = stack_pointer();
    /* Unknown (0), or a main thread without a limit: what every thread has. */
    if (lowest == 0 || lowest > here)
        return here - 128 * 1024;
    if (here - lowest > STACK_MOST)
        lowest = here - STACK_MOST;
    return lowest + STACK_MARGIN;
}

static uintptr_t stack_limit(void) {
    static _Thread_local uintptr_t limit;
    if (limit == 0)
        limit = find_stack_limit();
    return limit;
}

/* Runs `body`; any failure in it ends it and is returned. */
static enum status guarded(instance *self, void (*body)(instance *self)) {
    jmp_buf end;
    self->exit = &end;
    self->catcher = NULL;
    self->failure = OK;
    running = self;
    if (CATCH(end) == 0)
        body(self);
    return self->failure;
}

static void start(instance *self) {
    module_start(&self->module, &self->head);
    EXPORT(A)(&self->module);
}

static void run(instance *self) {
    wasm_module *module = &self->module;
    self->input = self->length < MEMORY_MOST ? EXPORT(C)(module, (uint32_t)self->length + 1) : 0;
    if (self->input == 0)
        fail(self, MEMORY_EXHAUSTED);
    uint8_t *copy = memory_at(self, self->input, self->length + 1);
    memcpy(copy, self->text, self->length);
    copy[self->length] = 0;

    switch (self->operation) {
        case PARSE: self->output = EXPORT(F)(module, self->input); break;
        case PARSE_PLPGSQL: self->output = EXPORT(H)(module, self->input); break;
        case FINGERPRINT: self->output = EXPORT(I)(module, self->input); break;
        case NORMALIZE: self->output = EXPORT(J)(module, self->input); break;
        case SCAN: self->output = EXPORT(M)(module, self->input); break;
    }
    if (self->output == 0)
        fail(self, TRAPPED);

    uint32_t address = self->output;
    if (self->operation == PARSE) {
        /* { char *tree; char *stderr; { char *message, *function, *file; int line, position; char *context; } *error; } */
        address = read32(self, self->output);
        uint32_t error = read32(self, self->output + 8);
        if (error != 0) {
            self->result->message = read_string(self, read32(self, error), &self->result->message_length);
            self->result->position = (int32_t)read32(self, error + 16);
            self->failure = REFUSED;
            return;
        }
    }
    self->result->text = read_string(self, address, &self->result->length);
}

static void clean(instance *self) {
    wasm_module *module = &self->module;
    if (self->output != 0) {
        if (self->operation == PARSE)
            EXPORT(G)(module, self->output);
        else
            EXPORT(N)(module, self->output);
    }
    if (self->input != 0)
        EXPORT(E)(module, self->input);
    self->input = self->output = 0;
}

API void pgquery_free(instance *self) {
    module_free(&self->module);
    free(self);
}

/* NULL if there is no memory for it. Without a stack limit: starting is shallow, and must work on any thread. */
API instance *pgquery_new(void) {
    instance *self = calloc(1, sizeof *self);
    if (self != NULL && guarded(self, start) != OK) {
        pgquery_free(self);
        self = NULL;
    }
    return self;
}

/* Returns a status. `into` is valid until pgquery_release; after TRAPPED and above the instance is only good for pgquery_free. */
API int32_t pgquery_run(instance *self, int32_t operation, const uint8_t *text, uint64_t length, result *into) {
    memset(into, 0, sizeof *into);
    self->operation = (enum operation)operation;
    self->text = text;
    self->length = length;
    self->result = into;
    self->starved = 0;
    self->head.stack_limit = stack_limit();
    enum status status = guarded(self, run);
    /* PostgreSQL turns a refused allocation into an error of its own, other code may not notice. */
    return self->starved ? MEMORY_EXHAUSTED : status;
}

/* Frees what pgquery_run returned. Returns a status, as pgquery_run does. */
API int32_t pgquery_release(instance *self) {
    self->head.stack_limit = stack_limit();
    return guarded(self, clean);
}
