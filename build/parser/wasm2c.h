/* What the generated units and the host both need to know, in one vocabulary for both dialects of wasm2c:
   wabt 1.0.32 names things Z_..., wabt 1.0.36 and later w2c_.... */

#ifndef SCHEMABUILD_WASM2C_H
#define SCHEMABUILD_WASM2C_H

#include "pgquery.h"

#ifdef WABT_Z_NAMES
typedef Z_pgquery_instance_t wasm_module;
#define HOST_TYPE       struct Z_a_instance_t
#define MODULE_HOST(m)  ((m)->Z_a_instance)
#define IMPORT(name)    Z_aZ_##name
#define EXPORT(name)    Z_pgqueryZ_##name
#define module_init()   Z_pgquery_init_module()
#define module_start    Z_pgquery_instantiate
#define module_free     Z_pgquery_free
#else
typedef w2c_pgquery wasm_module;
#define HOST_TYPE       struct w2c_a
#define MODULE_HOST(m)  ((m)->w2c_a_instance)
#define IMPORT(name)    w2c_a_##name
#define EXPORT(name)    w2c_pgquery_##name
#define module_init()   ((void)0)
#define module_start    wasm2c_pgquery_instantiate
#define module_free     wasm2c_pgquery_free
#endif

/* The head of the host's instance, which every function reads on entry. */
HOST_TYPE {
    uintptr_t stack_limit;  /* lowest address the thread's stack may reach */
};

/* The module keeps buffers on a stack of 32 MiB inside its memory, which grows down towards its data; that ends at 960,576. */
enum { MODULE_STACK_LIMIT = 1024 * 1024 };

static inline uintptr_t stack_pointer(void) {
    uintptr_t pointer;
#if defined(__x86_64__)
    __asm__("mov %%rsp, %0" : "=r"(pointer));
#elif defined(__aarch64__)
    __asm__("mov %0, sp" : "=r"(pointer));
#else
    pointer = (uintptr_t)__builtin_frame_address(0);
#endif
    return pointer;
}

/* wasm2c counts calls; frames differ too much in size for that to be safe on every thread, so ask the stack itself. */
#undef FUNC_PROLOGUE
#undef FUNC_EPILOGUE
#define FUNC_PROLOGUE                                                                                        \
    if (__builtin_expect(stack_pointer() < MODULE_HOST(instance)->stack_limit                                \
                         || instance->w2c_g0 < MODULE_STACK_LIMIT, 0))                                       \
        wasm_rt_trap(WASM_RT_TRAP_EXHAUSTION);
#define FUNC_EPILOGUE

#endif
