# Cuts the one C file that wasm2c writes into a shared header and several units, so that they compile in parallel.
# Usage: awk -v out=DIR -v lines=50000 -v large=100000 -f split.awk pgquery.c pgquery.c
#
# The file is read twice: first to measure the functions, then to deal them out in order, a new unit once `lines` are reached.
# A function of more than `large` lines gets the file large.c: it takes most of an optimising compiler's time, so the caller
# chooses its flags (today it is the fingerprint of all node types). Everything before the first definition of data (macros,
# helpers, declarations) is the header; what remains (data, tables, start-up) is unit 0.

# The argument list may run over several lines; a declaration ends in a semicolon.
/^(static )?(void|u32|u64|f32|f64) w2c_[A-Za-z0-9_]+\([^*]*\* instance[,)]/ && !/;$/ {
    name = $0
    sub(/\(.*/, "", name)
    sub(/.* /, "", name)
}

NR == FNR {
    if (name != "") {
        length_of[name]++
        if ($0 == "}")
            name = ""
    }
    next
}

FNR == 1 {
    header = out "/pgquery-units.h"
    rest = out "/unit00.c"
    print "#include \"pgquery-units.h\"" > rest
    used = lines
}

!body && /^static void init_globals\(/ {
    body = 1
    print "#include \"wasm2c.h\"" > header
}

!body {
    # A function is called from other units than its own.
    if ($0 ~ /^static [a-z0-9]+ w2c_.*\);$/)
        sub(/^static /, "")
    # wabt 1.0.32 numbers the function types when the module starts; all units share that table.
    if ($0 ~ /^static u32 func_types\[[0-9]+\];$/) {
        sub(/^static /, "")
        print > rest
        $0 = "extern " $0
    }
    print > header
    next
}

name == "" {
    print > rest
    next
}

name != current {
    current = name
    sub(/^static /, "")
    if (length_of[name] > large)
        target = out "/large.c"
    else {
        if (used >= lines) {
            used = 0
            unit = sprintf("%s/unit%02d.c", out, ++units)
        }
        used += length_of[name]
        target = unit
    }
    if (!(target in opened)) {
        opened[target] = 1
        print "#include \"pgquery-units.h\"" > target
    }
}

{
    print > target
    if ($0 == "}")
        name = ""
}
